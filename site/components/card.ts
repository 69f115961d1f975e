/** One card of a list: a title that links, and a sentence. */
export interface Card {
  href: string;
  title: string;
  text: string;
  /** A word above the title: the theme. */
  label?: string;
}
