/** Words of the leeszone in one language: a key of `content/words/site.*.yaml` to its text. */
export type Words = (key: string) => string;

const files = import.meta.glob<Readonly<Record<string, string>>>("../../content/words/site.*.yaml", {
  eager: true,
  import: "default",
});

/**
 * The words of `locale`.
 * @throws {Error} when the language or a key is missing, so that a build stops and no page shows a gap.
 */
export function wordsFor(locale = "nl"): Words {
  const words = files[`../../content/words/site.${locale}.yaml`];
  if (words === undefined) throw new Error(`content/words/site.${locale}.yaml is missing.`);
  return (key) => {
    const text = words[key];
    if (text === undefined) throw new Error(`content/words/site.${locale}.yaml has no line "${key}".`);
    return text;
  };
}
