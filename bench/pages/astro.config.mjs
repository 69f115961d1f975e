import config from "../../astro.config.mjs";

/** The kit's own build without its search index, which bare Astro has none of; on demand without what comes after too. */
const without = process.env.PAGES_ONLY ? ["wijkkit-search", "wijkkit"] : ["wijkkit-search"];

export default { ...config, integrations: config.integrations.filter(({ name }) => !without.includes(name)) };
