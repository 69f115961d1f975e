/** Words of the leeszone in one language: a key of `content/words/site.*.yaml` to its text, with `{name}` filled in. */
export type Words = (key: string, values?: Readonly<Record<string, string | number>>) => string;

const files = import.meta.glob<Readonly<Record<string, string>>>("../../content/words/site.*.yaml", {
  eager: true,
  import: "default",
});

/**
 * The words of `locale`.
 * @throws {Error} when the language, a key or a value is missing, so that a build stops and no page shows a gap.
 */
export function wordsFor(locale = "nl"): Words {
  const file = `content/words/site.${locale}.yaml`;
  const words = files[`../../${file}`];
  if (words === undefined) throw new Error(`${file} is missing.`);
  return (key, values = {}) => {
    const text = words[key];
    if (text === undefined) throw new Error(`${file} has no line "${key}".`);
    return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`${file}, "${key}": nothing fills in {${name}}.`);
      return String(value);
    });
  };
}
