export { sharesAsked } from "./asked.ts";
export { giveShares, keepShare, type Share, sharesOf, sharesTo } from "./shares.ts";
