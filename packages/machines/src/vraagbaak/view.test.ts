import { RecordTable } from "@wijkkit/document";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LENGTH, readAnswer, readQuestion, readVote } from "./records.ts";
import { identity, idOf, type Name, refOf, Street } from "./testing/street.ts";
import { find, nameOf, question, questions } from "./view.ts";
import { write } from "./write.ts";

/** Anna asked, Bram and Chloe answered, and all have names. */
function street(): Street {
  const all = new Street("Anna", "Bram", "Chloe");
  for (const name of ["Anna", "Bram", "Chloe"] as const) all.act(name, (feed) => write.profile(feed, { name, at: 1 }));
  all.act("Anna", (feed) => write.ask(feed, { ...ask, id: idOf("huisarts") }));
  answer(all, "Bram", "huisarts", "Die op het plein");
  answer(all, "Chloe", "huisarts", "Geen idee", 30);
  return all;
}

const ask = { at: 10, title: "Wie weet een huisarts?", body: "", audience: "wijk" as const };

function answer(all: Street, name: Name, to: string, body: string, at = 20) {
  const parent = refOf("Anna", to);
  return all.act(name, (feed) => write.answer(feed, { id: idOf(`van${name}`), at, parent, body }));
}

const vote = (all: Street, name: Name, parent: string, value = true) =>
  all.act(name, (feed) => write.vote(feed, { parent, value, at: 40 }));

describe("a question", () => {
  test("[VB5] shows with its answers, by whom, when, and whether it is one's own", () => {
    const view = question(street().as("Bram"), idOf("huisarts"));
    expect(view).toEqual({
      id: refOf("Anna", "huisarts"),
      ref: refOf("Anna", "huisarts"),
      identity: identity("Anna"),
      author: "Anna",
      mine: false,
      at: 10,
      edited: false,
      votes: 0,
      voted: false,
      title: "Wie weet een huisarts?",
      body: "",
      answers: [
        expect.objectContaining({ author: "Bram", mine: true, at: 20, body: "Die op het plein" }),
        expect.objectContaining({ author: "Chloe", mine: false, at: 30, body: "Geen idee" }),
      ],
    });
  });

  test("[VB5] shows that it was edited, with its new words, and goes by the author's new name", () => {
    const all = street();
    const text = "Wie weet een goede huisarts?";
    all.act("Anna", (feed) => write.edit(feed, { id: idOf("huisarts"), at: 50, field: "title", text }));
    all.act("Anna", (feed) => write.profile(feed, { name: "Anna van de hoek", at: 50 }));
    expect(question(all.as("Bram"), idOf("huisarts"))).toMatchObject({
      title: text,
      edited: true,
      author: "Anna van de hoek",
    });
  });

  test("[VB3] comes first when it is newer, and its answers by votes and then age", () => {
    const all = street();
    all.act("Bram", (feed) => write.ask(feed, { ...ask, id: idOf("oppas"), at: 11 }));
    all.act("Chloe", (feed) => write.ask(feed, { ...ask, id: idOf("tuin"), at: 10 }));
    expect(questions(all.as("Anna")).map(({ ref }) => ref)).toEqual([
      refOf("Bram", "oppas"),
      refOf("Anna", "huisarts"),
      refOf("Chloe", "tuin"),
    ]);
    vote(all, "Anna", refOf("Chloe", "vanChloe"));
    expect(question(all.as("Anna"), idOf("huisarts"))?.answers.map(({ author }) => author)).toEqual(["Chloe", "Bram"]);
  });

  test("[VB4] has one vote of each other resident, that can be taken back", () => {
    const all = street();
    const [asked, answered] = [refOf("Anna", "huisarts"), refOf("Bram", "vanBram")];
    for (const name of ["Bram", "Chloe", "Chloe"] as const) vote(all, name, asked);
    vote(all, "Anna", answered);
    const seen = question(all.as("Chloe"), idOf("huisarts"));
    expect([seen?.votes, seen?.voted]).toEqual([2, true]);
    expect(seen?.answers[0]).toMatchObject({ votes: 1, voted: false });
    vote(all, "Chloe", asked, false);
    expect(question(all.as("Chloe"), idOf("huisarts"))).toMatchObject({ votes: 1, voted: false });
    vote(all, "Chloe", asked);
    expect(question(all.as("Chloe"), idOf("huisarts"))).toMatchObject({ votes: 2, voted: true });
  });

  test("[VB4] has none of its author, nor more than one of anybody, however they are written", () => {
    const all = street();
    const parent = refOf("Anna", "huisarts");
    expect(vote(all, "Anna", parent)).toBe("own");
    const forged = { kind: "vote", at: 1, fields: { parent, value: true } };
    all.act("Anna", (feed) => feed.create({ ...forged, id: `vote:${parent}` }));
    for (const id of ["vote:one", "vote:two", idOf("vote")]) all.act("Bram", (feed) => feed.create({ ...forged, id }));
    expect(question(all.as("Chloe"), idOf("huisarts"))?.votes).toBe(0);
    vote(all, "Bram", parent);
    expect(question(all.as("Chloe"), idOf("huisarts"))?.votes).toBe(1);
  });

  test("[VB4] taking back a vote that was never given writes nothing", () => {
    const all = street();
    vote(all, "Bram", refOf("Anna", "huisarts"), false);
    expect(all.feed("Bram").get(`vote:${refOf("Anna", "huisarts")}`)).toBeUndefined();
  });
});

describe("who counts", () => {
  test("[VB2] what somebody who is no member asks, answers or votes does not show, but to themselves", () => {
    const all = street();
    all.act("Mallory", (feed) => write.ask(feed, { ...ask, id: idOf("spam") }));
    answer(all, "Mallory", "huisarts", "Koop dit");
    vote(all, "Mallory", refOf("Anna", "huisarts"));
    const [only, ...others] = questions(all.as("Anna"));
    expect([others.length, only?.answers.length, only?.votes]).toEqual([0, 2, 0]);
    expect(questions(all.as("Mallory"))).toHaveLength(2);
    all.setMembers(["Bram", "Chloe"]);
    expect(questions(all.as("Bram"))).toEqual([]);
  });

  test("[VB6] somebody who copies an id takes neither the answers nor the votes, and no id that is shown changes", () => {
    const all = street();
    vote(all, "Bram", refOf("Anna", "huisarts"));
    expect(questions(all.as("Bram")).map(({ id }) => id)).toEqual([refOf("Anna", "huisarts")]);
    all.setMembers(["Anna", "Bram", "Chloe", "Mallory"]);
    all.act("Mallory", (feed) => write.ask(feed, { ...ask, id: idOf("huisarts"), title: "Wie koopt dit?" }));
    const [annas, mallorys] = [refOf("Anna", "huisarts"), refOf("Mallory", "huisarts")];
    const ids = (name: Name) => questions(all.as(name)).map(({ id }) => id);
    expect(ids("Bram")).toEqual([annas, mallorys]);
    expect(ids("Anna")).toEqual([idOf("huisarts"), mallorys]);
    expect(ids("Mallory")).toEqual([annas, idOf("huisarts")]);
    expect(question(all.as("Bram"), annas)).toMatchObject({ votes: 1, answers: [{}, {}] });
    expect(question(all.as("Bram"), mallorys)).toMatchObject({ votes: 0, answers: [] });
    expect(find(all.as("Bram"), idOf("huisarts"))).toBeUndefined();
    expect(find(all.as("Anna"), idOf("huisarts"))?.ref).toBe(annas);
  });
});

describe("writing", () => {
  test("[VB1] what is blank or too long is not written, and says why", () => {
    const all = street();
    const id = idOf("lang");
    const tried = (over: Partial<typeof ask>) => all.act("Anna", (feed) => write.ask(feed, { ...ask, id, ...over }));
    expect(tried({ title: " \n" })).toBe("empty");
    expect(tried({ title: "x".repeat(LENGTH.title + 1) })).toBe("too-long");
    expect(tried({ body: "x".repeat(LENGTH.body + 1) })).toBe("too-long");
    expect(answer(all, "Chloe", "huisarts", "  ")).toBe("empty");
    const edit = (field: "title" | "body", text: string, of = "huisarts") =>
      all.act("Anna", (feed) => write.edit(feed, { id: idOf(of), at: 60, field, text }));
    expect(edit("title", "")).toBe("empty");
    expect(edit("body", "")).toBeUndefined();
    expect(edit("body", "x".repeat(LENGTH.body + 1))).toBe("too-long");
    expect(edit("title", "Wie?", "anders")).toBe("missing");
    expect(all.act("Bram", (feed) => write.edit(feed, { id: idOf("vanBram"), at: 60, field: "body", text: " " }))).toBe(
      "empty",
    );
    expect(tried({ title: "x".repeat(LENGTH.title), body: "x".repeat(LENGTH.body) })).toBeUndefined();
    expect(question(all.as("Bram"), id)?.body).toHaveLength(LENGTH.body);
  });

  test("[VB1] records that break this are ignored, whoever wrote them", () => {
    const all = street();
    const parent = refOf("Anna", "huisarts");
    all.act("Bram", (feed) => {
      const odd = { kind: "question", at: 5 };
      feed.create({ ...odd, id: idOf("1"), fields: { audience: "wijk" }, texts: { title: "  ", body: "" } });
      feed.create({ ...odd, id: idOf("2"), fields: { audience: "iedereen" }, texts: { title: "x", body: "" } });
      feed.create({ ...odd, id: idOf("3"), fields: { audience: "wijk" }, texts: { title: "x".repeat(301), body: "" } });
      feed.create({ ...odd, id: idOf("4"), fields: { audience: "wijk", title: 5 }, texts: { body: "" } });
      feed.create({ ...odd, id: "short", fields: { audience: "wijk" }, texts: { title: "x", body: "" } });
      feed.create({ id: idOf("5"), kind: "answer", at: 5, fields: { parent }, texts: { body: " " } });
      feed.create({ id: idOf("6"), kind: "answer", at: 5, fields: { parent: "x" }, texts: { body: "x" } });
      feed.create({ id: `vote:${parent}`, kind: "vote", at: 5, fields: { parent, value: "ja" } });
    });
    expect(questions(all.as("Chloe"))).toHaveLength(1);
    expect(question(all.as("Chloe"), idOf("huisarts"))).toMatchObject({ votes: 0, answers: [{}, {}] });
    expect([readQuestion(undefined), readAnswer(undefined), readVote(undefined)]).toEqual(Array(3).fill(undefined));
  });

  test("[VB7] asking and answering twice makes one", () => {
    const all = street();
    all.act("Anna", (feed) => write.ask(feed, { ...ask, id: idOf("huisarts"), title: "Nog eens" }));
    answer(all, "Bram", "huisarts", "Nog eens");
    expect(question(all.as("Chloe"), idOf("huisarts"))).toMatchObject({
      title: "Wie weet een huisarts?",
      answers: [{ body: "Die op het plein" }, {}],
    });
    expect(questions(all.as("Chloe"))).toHaveLength(1);
  });

  test("[VB7] an id that is none is a mistake in the program", () => {
    expect(() => write.ask(street().feed("Anna"), { ...ask, id: "kort" })).toThrow(TypeError);
  });

  test("[VB9] a name is at most 60 characters, and may be missing", () => {
    const all = street();
    const call = (name: string) => all.act("Anna", (feed) => write.profile(feed, { name, at: 5 }));
    for (const name of ["", "x".repeat(61), "a\nb", "\ud800"]) expect(call(name)).toBe("name");
    expect(nameOf(all.table, identity("Anna"))).toBe("Anna");
    expect(nameOf(all.table, identity("Mallory"))).toBe("");
    all.act("Mallory", (feed) =>
      feed.create({ id: "profile", kind: "profile", at: 1, fields: { name: "x".repeat(61) } }),
    );
    expect(nameOf(all.table, identity("Mallory"))).toBe("");
  });
});

test("[VB10] the same records in any order give the same view", () => {
  const all = street();
  vote(all, "Chloe", refOf("Bram", "vanBram"));
  all.act("Bram", (feed) => write.ask(feed, { ...ask, id: idOf("oppas") }));
  const expected = questions(all.as("Chloe"));
  const owners = [...new Set([...all.table.byKind("profile")].map(({ owner }) => owner))];
  fc.assert(
    fc.property(fc.shuffledSubarray(owners, { minLength: owners.length }), fc.nat(), (order, turn) => {
      const table = new RecordTable();
      for (const owner of order) {
        const records = [...all.table.byOwner(owner)];
        const cut = turn % (records.length + 1);
        table.apply(owner, records.slice(cut));
        table.apply(owner, [...records.slice(cut), ...records.slice(0, cut)]);
      }
      expect(questions({ ...all.as("Chloe"), table })).toEqual(expected);
    }),
  );
});

test("[VB9] a name is found without a look at all that its owner wrote, and is nobody else's", () => {
  const all = street();
  const { table } = all.as("Bram");
  const looked: string[] = [];
  const watched = Object.create(table, {
    byOwner: { value: (owner: string) => looked.push(owner) && table.byOwner(owner) },
    get: { value: (ref: string) => table.get(ref) },
  });
  expect(nameOf(watched, identity("Anna"))).toBe("Anna");
  expect(nameOf(watched, `${identity("Anna").slice(0, 16)}${"0".repeat(48)}`)).toBe("");
  expect(looked).toEqual([]);
});
