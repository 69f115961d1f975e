import { piecesOf } from "./excerpt.ts";
import type { Page } from "./pagefind.ts";

function element<K extends keyof HTMLElementTagNameMap>(name: K, className: string): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

/** One page that was found, as an item of the list. Its words are put in as text. */
export function resultItem({ url, excerpt, meta }: Page): HTMLLIElement {
  const item = element("li", "wk-result");
  const link = element("a", "nl-link wk-result__link");
  link.href = new URL(url, location.origin).pathname;
  link.textContent = meta.title ?? url;
  const text = element("p", "wk-result__text");
  for (const { text: words, marked } of piecesOf(excerpt)) {
    if (!marked) text.append(words);
    else text.append(Object.assign(document.createElement("mark"), { textContent: words }));
  }
  if (meta.kind) item.append(Object.assign(element("p", "wk-card__label"), { textContent: meta.kind }));
  item.append(link, text);
  return item;
}
