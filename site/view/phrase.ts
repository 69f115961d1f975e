export type Values = Readonly<Record<string, string | number>>;

export interface Phrases {
  /** BCP 47, as in `<html lang>`. */
  readonly locale: string;
  /** The text of a key, with `{name}` replaced by `values.name`. */
  readonly word: (key: string, values?: Values) => string;
  /** As `word`, choosing between `key.one`, `key.other` … by the language's plural rules; `{n}` is the number. */
  readonly count: (key: string, n: number, values?: Values) => string;
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/**
 * Words of one language.
 * @throws {Error} when a key has no text: a mistake of ours, which a test finds first.
 */
export function phrases(words: Readonly<Record<string, string>>, locale: string): Phrases {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  const word = (key: string, values: Values = {}) => {
    const text = words[key];
    if (text === undefined) throw new Error(`no words for ${key} in ${locale}`);
    return fill(text, values);
  };
  const count = (key: string, n: number, values: Values = {}) => {
    const form = `${key}.${rules.select(n)}`;
    return word(form in words ? form : `${key}.other`, { ...values, n: numbers.format(n) });
  };
  return { locale, word, count };
}
