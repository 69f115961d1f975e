import { expect, test } from "vitest";
import { Neighbourhood } from "../support/neighbourhood.ts";
import { begin, goTo, inviteLink, join } from "../support/wijk.ts";

test("[SI47] a link that somebody else used is said to be used, to who opens it and to who gave it", async () => {
  const hood = await Neighbourhood.found();
  const [fatma, jan, kees] = [await hood.person("Fatma"), await hood.person("Jan"), await hood.person("Kees")];
  const hers = await fatma.open();
  await begin(hers, "Middelland", fatma.name);
  const link = await inviteLink(hers);
  await join(await jan.open(link), jan.name);
  await hers.getByText("Deze uitnodiging is gebruikt.").first().waitFor();
  expect(await hers.getByRole("textbox", { name: "Uitnodigingslink", exact: true }).count()).toBe(0);

  const late = await kees.open(link);
  await join(late, kees.name);
  await late.getByText("Deze uitnodiging is al gebruikt").first().waitFor();
  await goTo(late, "VraagBaak");
  expect(await late.getByRole("button", { name: "Stel een vraag", exact: true }).count()).toBe(0);
  await goTo(late, "Mijn gegevens");
  await late.getByRole("button", { name: "Wis dit apparaat", exact: true }).waitFor();
});
