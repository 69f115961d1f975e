export const NAME_LIMIT = 60;

/** Whether a text can name a wijk: 1 to 60 characters (code points), none of them a control character. */
export function isName(text: string): boolean {
  const length = [...text].length;
  return length > 0 && length <= NAME_LIMIT && text.isWellFormed() && !/\p{Cc}/u.test(text);
}
