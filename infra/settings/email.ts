/** Example: `storage-team@example.co.uk`. */
const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;

/** Whether a text is an e-mail address that fits in a tag, whose value has at most 256 characters. */
export const isEmail = (text: string): boolean => text.length <= 256 && EMAIL.test(text);
