/** This many random bytes, from the browser's own source. */
export const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
