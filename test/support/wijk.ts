import type { Locator, Page } from "playwright-core";

/** What a resident does, by the roles and names that a screen reader says. */

const TAKE_PART = "Bewaar op dit apparaat en doe mee";

const button = (on: Page | Locator, name: string) => on.getByRole("button", { name, exact: true });
const textbox = (on: Page | Locator, name: string) => on.getByRole("textbox", { name, exact: true });

/** Founds a wijk on `/wijk/`, and waits until the resident is in it. */
export async function begin(page: Page, wijk: string, name: string): Promise<void> {
  await button(page, "Begin een nieuwe wijk").click();
  await textbox(page, "Naam van de wijk").fill(wijk);
  await textbox(page, "Je naam in de wijk").fill(name);
  await button(page, TAKE_PART).click();
  await inside(page);
}

/** Waits until the page shows a wijk from the inside. */
export async function inside(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Wijk", exact: true }).waitFor();
}

export async function goTo(page: Page, view: string): Promise<void> {
  const navigation = page.getByRole("navigation", { name: "Wijk", exact: true });
  await navigation.getByRole("link", { name: view, exact: true }).click();
}

/** A personal invitation link. */
export async function inviteLink(page: Page): Promise<string> {
  await goTo(page, "Leden");
  await button(page, "Nodig uit").click();
  const box = textbox(page, "Uitnodigingslink");
  await box.waitFor();
  return box.inputValue();
}

/** Redeems a link on a page that was opened with it. */
export async function join(page: Page, name: string): Promise<void> {
  await page.getByRole("heading", { name: /^Doe mee in / }).waitFor();
  await textbox(page, "Je naam in de wijk").fill(name);
  await button(page, TAKE_PART).click();
  await inside(page);
}

/** Somebody takes part in the wijk of this page, by a personal link, and waits until one does. */
export async function bring(
  hers: Page,
  someone: { readonly name: string; open(path?: string): Promise<Page> },
): Promise<Page> {
  const page = await someone.open(await inviteLink(hers));
  await join(page, someone.name);
  await page.getByRole("status").filter({ hasText: "Je doet mee" }).waitFor();
  return page;
}

/** Asks, and waits until the question shows. */
export async function ask(page: Page, title: string, body = ""): Promise<void> {
  await goTo(page, "VraagBaak");
  await button(page, "Stel een vraag").click();
  await textbox(page, "Je vraag").fill(title);
  await textbox(page, "Toelichting").fill(body);
  await button(page, "Plaats vraag").click();
  await page.getByRole("heading", { name: title, exact: true }).waitFor();
}

/** Opens a question from the list; waits for it to be there. */
export async function openQuestion(page: Page, title: string): Promise<void> {
  await goTo(page, "VraagBaak");
  await page.getByRole("link", { name: title }).click();
  await page.getByRole("heading", { name: title, exact: true }).waitFor();
}

/** The contribution that has this text in it. */
export const contribution = (page: Page, text: string) => page.getByRole("article").filter({ hasText: text });

/** Answers the question that is open, and waits until the answer shows. */
export async function answer(page: Page, text: string): Promise<void> {
  await textbox(page, "Je antwoord").fill(text);
  await button(page, "Plaats antwoord").click();
  await sees(page, text);
}

/** Changes one's own contribution from one text to another. */
export async function edit(page: Page, before: string, after: string): Promise<void> {
  const article = contribution(page, before);
  await button(article, "Wijzig").click();
  const editing = page.getByRole("article").filter({ has: button(page, "Bewaar tekst") });
  await editing.getByRole("textbox").last().fill(after);
  await button(editing, "Bewaar tekst").click();
  await sees(page, after);
}

/** Says that an answer is useful. */
export async function vote(page: Page, text: string): Promise<void> {
  await button(contribution(page, text), "Nuttig").click();
}

/** Waits until a contribution with this text is on the screen. */
export async function sees(page: Page, text: string, limit = 30_000): Promise<void> {
  await contribution(page, text).first().waitFor({ timeout: limit });
}

/** Waits until the contribution with this text says this of itself. */
export async function says(page: Page, text: string, words: string | RegExp, limit = 30_000): Promise<void> {
  await contribution(page, text).first().getByText(words).first().waitFor({ timeout: limit });
}

/** Waits until the contribution with this text is committed on this device. */
export async function stored(page: Page, text: string): Promise<void> {
  await says(page, text, /bewaard op dit apparaat/i);
}

/** Every contribution on the screen: its words, without what it says of where it is kept. */
export async function words(page: Page): Promise<string[]> {
  return page.locator("article").evaluateAll((articles) =>
    articles.map((article) => {
      const copy = article.cloneNode(true) as HTMLElement;
      for (const said of copy.querySelectorAll("time, [class*=state], button")) said.remove();
      return (copy.textContent ?? "").replaceAll(/\s+/g, " ").trim();
    }),
  );
}
