interface Referring {
  readonly id: string;
  readonly data: { readonly thema: { readonly id: string }; readonly verwant: readonly { readonly id: string }[] };
}

/**
 * Whether every question names a theme and related questions that exist.
 * @throws {Error} one Dutch sentence, for who writes the questions: which file names what is not there.
 */
export function checkReferences(questions: readonly Referring[], themes: readonly string[]): void {
  const known = new Set(questions.map(({ id }) => id));
  for (const { id, data } of questions) {
    const file = `content/vragen/${id}.md`;
    if (!themes.includes(data.thema.id)) {
      throw new Error(`${file}: het thema "${data.thema.id}" bestaat niet. Kies uit: ${themes.join(", ")}.`);
    }
    const missing = data.verwant.find((other) => !known.has(other.id));
    if (missing) throw new Error(`${file}: bij "verwant" staat "${missing.id}", maar die vraag is er niet.`);
  }
}
