/** A word file of `content/words/`, made into a plain object by `site/build/words.ts`. */
declare module "*.yaml" {
  const words: Readonly<Record<string, string>>;
  export default words;
}
