import { expect, test } from "vitest";
import { checkReferences } from "./references.ts";

const question = (id: string, thema: string, ...verwant: string[]) => ({
  id,
  data: { thema: { id: thema }, verwant: verwant.map((other) => ({ id: other })) },
});

test("[SI38] a question may name only a theme and questions that exist", () => {
  checkReferences([question("slapen", "zorgen", "brief"), question("brief", "regelen")], ["zorgen", "regelen"]);
  expect(() => checkReferences([question("slapen", "zorg")], ["zorgen", "regelen"])).toThrow(
    'content/vragen/slapen.md: het thema "zorg" bestaat niet. Kies uit: zorgen, regelen.',
  );
  expect(() => checkReferences([question("slapen", "zorgen", "brief")], ["zorgen"])).toThrow(
    'content/vragen/slapen.md: bij "verwant" staat "brief", maar die vraag is er niet.',
  );
});
