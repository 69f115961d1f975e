import { pagefind } from "./pagefind.ts";
import { resultItem } from "./results.ts";

/** Results shown at once. */
const STEP = 10;
/** Rest after a key before it is searched for, milliseconds. */
const REST = 200;

interface Parts {
  box: HTMLElement;
  field: HTMLInputElement;
  status: HTMLElement;
  list: HTMLElement;
  more: HTMLButtonElement;
}

/** Searches as one types. Nothing is fetched before the first key, and what is typed leaves the page nowhere. */
function start({ box, field, status, list, more }: Parts): void {
  /** Counts what was asked, so that an answer to an older question is not shown. */
  let asked = 0;
  let pending: ReturnType<typeof setTimeout> | undefined;
  let showMore = async () => {};

  const say = (key: string, count = 0) => {
    status.textContent = (box.dataset[key] ?? "").replace("{aantal}", String(count));
  };
  const clear = () => {
    list.replaceChildren();
    more.hidden = true;
  };

  async function search(term: string, mine: number): Promise<void> {
    const { results } = await (await pagefind(box.dataset.index ?? "")).search(term);
    if (mine !== asked) return;
    clear();
    say(results.length === 0 ? "none" : results.length === 1 ? "one" : "many", results.length);
    let shown = 0;
    showMore = async () => {
      const next = await Promise.all(results.slice(shown, shown + STEP).map((one) => one.data()));
      if (mine !== asked) return;
      const items = next.map(resultItem);
      list.append(...items);
      // After the button the keyboard goes on at the first of the new ones.
      if (shown > 0) items[0]?.querySelector("a")?.focus();
      shown += next.length;
      more.hidden = shown >= results.length;
    };
    await showMore();
  }

  const fail = (mine: number) => {
    if (mine !== asked) return;
    clear();
    say("broken");
  };

  field.addEventListener("input", () => {
    clearTimeout(pending);
    asked += 1;
    const mine = asked;
    const term = field.value.trim();
    if (term === "") {
      clear();
      status.textContent = "";
      return;
    }
    say("busy");
    pending = setTimeout(() => {
      search(term, mine).catch(() => fail(mine));
    }, REST);
  });
  more.addEventListener("click", () => {
    showMore().catch(() => fail(asked));
  });
}

const find = <T extends HTMLElement>(id: string) => document.getElementById(id) as T | null;
const box = find("zoek");
const field = find<HTMLInputElement>("zoekwoord");
const status = find("gevonden");
const list = find("resultaten");
const more = find<HTMLButtonElement>("meer");
if (box && field && status && list && more) {
  box.hidden = false;
  start({ box, field, status, list, more });
}
