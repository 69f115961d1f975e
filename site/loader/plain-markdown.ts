import { satteri } from "@astrojs/markdown-satteri";
import type { HastPluginEntry, MdastPluginInstance } from "satteri";

/** What a text has that no page shows; `line` counts from 1 in the body. */
export interface TextMistake {
  line: number;
  found: string;
  expected: string;
}

/** A body as HTML, with the images it names as it names them. */
export interface Rendered {
  html: string;
  images: string[];
  headings: { depth: number; slug: string; text: string }[];
  /** Links to pages of this site, as they stand there. */
  links: { line: number; address: string }[];
  mistakes: TextMistake[];
}

const LINK = /^(https?:\/\/[^/\\]|mailto:[^?]|tel:\+?\d|#|\/(?![/\\]))/i;
const IMAGE = /^(?:\.\/)?(?:[\w-]+\/)*[\w-]+\.(?:jpe?g|png|webp)$/i;

interface Placed {
  readonly position?: { readonly start: { readonly line: number } } | undefined;
}

type Note = (node: Placed, found: string, expected: string) => void;

/**
 * Judges what a body is made of. What it refuses would put script, style or another host's files on a page, or leave
 * a reader with a page that says less to some.
 */
function judge(
  note: Note,
  inside: (line: number, address: string) => void,
  hasPhoto: (name: string) => boolean,
): MdastPluginInstance & { name: string } {
  const address = (node: Placed & { url: string }) => {
    const line = node.position?.start.line ?? 1;
    if (LINK.test(node.url) && !/\p{C}|\s/u.test(node.url)) {
      if (node.url.startsWith("/")) inside(line, node.url);
      return;
    }
    const expected = "een adres dat begint met https://, mailto:, tel: of / (een pagina van deze site)";
    note(node, `een link naar ${JSON.stringify(node.url.slice(0, 60))}`, expected);
  };
  return {
    name: "plain-markdown",
    options: { position: true },
    html: (node) =>
      note(node, `HTML: ${JSON.stringify(node.value.slice(0, 40))}`, "gewone tekst en markdown, zonder < en >"),
    link: address,
    definition: address,
    image(node) {
      const named = JSON.stringify(node.url.slice(0, 60));
      const expected = "de naam van een foto die in dezelfde map staat, zoals ![Een bankje](bankje.jpg)";
      if (!(IMAGE.test(node.url) && hasPhoto(node.url))) note(node, `een foto op ${named}`, expected);
      if (!node.alt?.trim())
        note(node, `een foto zonder uitleg (${named})`, "tussen [ en ] wat er op de foto te zien is");
    },
    imageReference: (node) => note(node, "een foto met een verwijzing", "![Een bankje](bankje.jpg)"),
    heading(node) {
      if (node.depth === 1) note(node, "een kop met één #", "## of meer: de titel staat al boven de pagina");
    },
    listItem(node) {
      if (node.checked !== null && node.checked !== undefined)
        note(node, "een vakje om aan te vinken", "een gewone lijst");
    },
    table(node) {
      // It would be a style attribute, which the pages' policy refuses.
      if (node.align?.some((side) => side))
        note(node, "een tabel met : in de streepjes", "alleen streepjes onder de kop");
    },
  };
}

/** The name of a heading in an address: its letters and digits. */
const nameOf = (text: string) =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "");

/** Gives each heading an id that none of the page's own ids can be. */
function headingIds(): HastPluginEntry {
  const seen = new Map<string, number>();
  return {
    name: "heading-names",
    element: {
      filter: ["h2", "h3", "h4", "h5", "h6"],
      visit(node, context) {
        const name = `kop-${nameOf(context.textContent(node))}`;
        const nth = (seen.get(name) ?? 0) + 1;
        seen.set(name, nth);
        context.setProperty(node, "id", nth === 1 ? name : `${name}-${nth}`);
      },
    },
  };
}

/**
 * Renders the body of a text.
 * @param fileURL where it stands
 * @param hasPhoto whether there is a photo of this name beside it
 */
export async function renderPlain(body: string, fileURL: URL, hasPhoto: (name: string) => boolean): Promise<Rendered> {
  const mistakes: TextMistake[] = [];
  const note = (node: Placed, found: string, expected: string) => {
    mistakes.push({ line: node.position?.start.line ?? 1, found, expected });
  };
  const links: Rendered["links"] = [];
  const processor = satteri({
    mdastPlugins: [judge(note, (line, address) => links.push({ line, address }), hasPhoto)],
    hastPlugins: [headingIds()],
    features: { gfm: { footnotes: false }, frontmatter: false },
  });
  // No highlighter: it would write style attributes, which the pages' policy refuses.
  const renderer = await processor.createRenderer({ syntaxHighlight: false, image: {} });
  const { code, metadata } = await renderer.render(body, { fileURL });
  const { localImagePaths: images, headings } = metadata;
  return { html: code, images, headings, links, mistakes: mistakes.toSorted((a, b) => a.line - b.line) };
}
