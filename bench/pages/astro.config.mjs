import config from "../../astro.config.mjs";

/** The kit's own build without its search index, which bare Astro has none of. */
export default { ...config, integrations: config.integrations.filter(({ name }) => name !== "wijkkit-search") };
