import type { RecordTable } from "@wijkkit/document";

export const SHARE = "share";
export const KEEPS = "keeps";

/** How many shares one was asked to keep and did not say that one keeps. */
export function sharesAsked(table: RecordTable, me: string): number {
  const asked = [...table.byKind(SHARE)].filter(({ fields }) => fields.to === me);
  return asked.filter(({ ref }) => ![...table.byParent(ref)].some(({ owner }) => owner === me)).length;
}
