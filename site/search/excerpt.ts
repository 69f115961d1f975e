/** A piece of an excerpt; what was searched for is marked. */
export interface Piece {
  text: string;
  marked: boolean;
}

/** How Pagefind writes angle brackets that stand in a text. */
const plain = (text: string) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");

/** Pagefind's excerpt in pieces: text, with `<mark>` around words that were found. Nothing else in it is markup. */
export function piecesOf(excerpt: string): Piece[] {
  return excerpt
    .split(/(<mark>[\s\S]*?<\/mark>)/)
    .filter((part) => part !== "")
    .map((part) => {
      const marked = part.startsWith("<mark>") && part.endsWith("</mark>");
      return { text: plain(marked ? part.slice("<mark>".length, -"</mark>".length) : part), marked };
    });
}
