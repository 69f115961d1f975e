/** A word file of `content/words/`, made into a plain object by `site/build/words.ts`. */
declare module "*.yaml" {
  const words: Readonly<Record<string, string>>;
  // biome-ignore lint/style/noDefaultExport: a YAML file has no names to export
  export default words;
}

declare module "*.yaml?later" {
  const words: Readonly<Record<string, string>>;
  // biome-ignore lint/style/noDefaultExport: a YAML file has no names to export
  export default words;
}
