import { createHash } from "node:crypto";
import { inLogOrder, type Placed } from "./reference-log.ts";
import { peopleUnder, type Stood } from "./reference-people.ts";

const ACTS: readonly string[] = ["rotate", "role", "leave", "replace", "withdraw"];

/** Whom an act bears upon. */
export function targets({ author, body }: Placed): readonly string[] {
  if (body.op === "rotate") return body.removes;
  if (body.op === "leave") return [author];
  return body.op === "replace" || body.op === "role" ? [body.who] : [];
}

/** The acts that stand, in the order in which they are decided. */
export function stoodOf(log: readonly Placed[], past: (one: Placed) => ReadonlySet<string>, space: Uint8Array): Stood {
  const acts = log.filter(({ body }) => ACTS.includes(body.op));
  const spoilt: Placed[] = [];
  const views = new Map<string, ReturnType<typeof peopleUnder>>();
  const viewOf = (stood: Stood) => {
    const name = stood.map(({ hash }) => hash).join();
    const view = views.get(name) ?? peopleUnder(log, past, [...stood], space);
    views.set(name, view);
    return view;
  };
  for (;;) {
    const stood: Placed[] = [];
    const dropped: Placed[] = [];
    for (let round = takeRound(stood, dropped); round.length > 0; round = takeRound(stood, dropped)) {
      for (const act of round) (mayAct(act, stood) ? stood : dropped).push(act);
    }
    const bad = stood.find((act) => !couldAct(act, stood));
    if (bad === undefined) return stood;
    spoilt.push(bad);
  }

  function takeRound(stood: Stood, dropped: Stood): Placed[] {
    const able = acts.filter((act) => ![...stood, ...spoilt, ...dropped].includes(act) && mayAct(act, stood));
    const troubling = able.filter((act) => troubles(act, stood));
    const inLine = (act: Placed) =>
      able.every(
        (one) => one === act || past(one).has(act.hash) || (past(act).has(one.hash) && !troubling.includes(one)),
      );
    const calm = able.filter((act) => !troubling.includes(act) && (troubling.length === 0 || inLine(act)));
    return calm.length > 0 ? lineUp(calm, able, stood) : lineUp(able, able, stood).slice(0, 1);
  }

  /** Takes, again and again, the first by rank of those that follow none of the others. */
  function lineUp(some: readonly Placed[], able: readonly Placed[], stood: Stood): Placed[] {
    if (some.length === 0) return [];
    const free = some.filter((act) => !some.some((other) => past(act).has(other.hash)));
    const first = free.reduce((best, act) => (goesBefore(act, best, able, stood) ? act : best));
    return [
      first,
      ...lineUp(
        some.filter((act) => act !== first),
        able,
        stood,
      ),
    ];
  }

  function goesBefore(a: Placed, b: Placed, able: readonly Placed[], stood: Stood): boolean {
    const { people, counts, roleAt } = viewOf(stood);
    const isOwn = ({ body }: Placed) => body.op === "leave" || body.op === "replace";
    if (isOwn(a) !== isOwn(b)) return isOwn(b);
    const rivals = (act: Placed) =>
      able.filter((one) => one !== act && targets(one).includes(act.author) && !past(one).has(act.hash));
    const backdated = (act: Placed) =>
      log.some(
        (own) =>
          own.author === act.author &&
          own !== act &&
          !past(act).has(own.hash) &&
          rivals(act).some((rival) => past(rival).has(own.hash)),
      );
    if (backdated(a) !== backdated(b)) return backdated(b);
    const sound = (act: Placed) => rivals(act).filter((rival) => !backdated(rival));
    const confirming = (act: Placed) => {
      const knowing = [...people].filter(([, { since }]) => sound(act).every((rival) => past(rival).has(since.hash)));
      const others = knowing.filter(([who]) => who !== act.author && !targets(act).includes(who));
      const follows = (one: Placed) => past(one).has(act.hash) && counts(one);
      const isByBeheerder = (one: Placed) => roleAt(one.author, one) === "beheerder";
      return others.filter(([who]) => log.some((one) => one.author === who && follows(one) && isByBeheerder(one)))
        .length;
    };
    if (confirming(a) !== confirming(b)) return confirming(a) > confirming(b);
    const depth = ({ author }: Placed) => people.get(author)?.depth ?? 0;
    return depth(a) !== depth(b) ? depth(a) < depth(b) : a.hash < b.hash;
  }

  function mayAct(act: Placed, stood: Stood): boolean {
    const { people, counts, roleAt } = viewOf(stood);
    const { author, body } = act;
    const isIn = (who: string) =>
      people.has(who) && !stood.some((other) => other.body.op !== "role" && targets(other).includes(who));
    if (body.op === "replace") {
      return isIn(body.who) && !people.has(author) && people.get(body.who)?.recovery === markOf(body.key);
    }
    if (!people.has(author) || !counts(act)) return false;
    if (body.op === "leave") return isIn(author);
    if (body.op === "withdraw" && author.startsWith(body.by)) return true;
    return roleAt(author, act) === "beheerder" && (body.op !== "role" || isIn(body.who));
  }

  function couldAct(act: Placed, stood: Stood): boolean {
    const { people, roleAt } = viewOf(stood);
    const { author, body } = act;
    if (body.op === "replace") return people.has(body.who);
    if (!people.has(author)) return false;
    return (
      body.op === "leave" ||
      (body.op === "withdraw" && author.startsWith(body.by)) ||
      roleAt(author, act) === "beheerder"
    );
  }

  /** Whether anything is held that it takes away and that its author had not seen. */
  function troubles(act: Placed, stood: Stood): boolean {
    const { invitations } = viewOf(stood);
    const posters = [...invitations].filter(
      ([
        ,
        {
          invite: { body },
        },
      ]) => body.op === "invite" && body.uses > 1,
    );
    const unseen = log.filter((one) => one !== act && !past(act).has(one.hash)).sort(inLogOrder);
    return unseen.some(({ author, body }) => {
      if (targets(act).includes(author)) return true;
      if (body.op !== "redeem") return false;
      const name = `${body.key}.${body.by}`;
      if (act.body.op === "withdraw") return name === `${act.body.key}.${act.body.by}`;
      if (act.body.op !== "role" && targets(act).some((who) => who.startsWith(body.by))) return true;
      return act.body.op === "rotate" && posters.some(([poster]) => poster === name);
    });
  }

  function markOf(key: string): string {
    const label = Buffer.concat([Buffer.from("wijkkit/1 recovery"), space, Buffer.from(key, "hex")]);
    return createHash("sha512").update(label).digest("hex").slice(0, 64);
  }
}
