import { Heading } from "../parts/Heading.tsx";
import { word } from "../words.ts";

export function Loading() {
  return <Heading tab={word("start.tab")}>{word("loading")}</Heading>;
}
