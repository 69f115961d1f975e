/** Modes of RECON. */

/** A list: of all heads, or of some. */
export const LIST = 0;
/** Ranges of heads: a question, its answer, and which ids are to be named. */
export const ASKS = 1;
export const ANSWERS = 2;
export const NAMES = 3;
