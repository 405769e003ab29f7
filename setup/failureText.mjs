/**
 * Why set-up has failed, and what to do where the project's folder belongs to somebody else.
 * @param {unknown} error
 * @param {string} project
 */
export function failureText(error, project) {
  const text = `Set-up failed: ${error instanceof Error ? error.message : error}`;
  if (!/\b(EACCES|EPERM|EROFS)\b/.test(text) || !text.includes(project)) return text;
  return `${text}\nThis user may not write into ${project}, where the npm packages go. Make a clone of your own, in a folder of your own, and work there.`;
}
