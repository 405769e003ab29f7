/**
 * Returns the message for a failed set-up, with advice if this user cannot write to the project's folder.
 * @param {unknown} error
 * @param {string} project
 */
export function failureText(error, project) {
  const text = `Set-up failed: ${error instanceof Error ? error.message : error}`;
  if (!/\b(EACCES|EPERM|EROFS)\b/.test(text) || !text.includes(project)) return text;
  return `${text}\nThe npm packages must be installed in ${project}, and this user cannot write to it. Make a clone of your own, in a folder of your own, and work there.`;
}
