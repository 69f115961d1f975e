import { createHash } from "node:crypto";
import { join } from "node:path";
import { SpaceDocuments } from "@wijkkit/document";
import { type Envelope, envelopeId, parse, type SpaceId, spaceId, unhex, verifyWithWebCrypto } from "@wijkkit/envelope";
import {
  found,
  identityOf,
  invite,
  type Moment,
  type Role,
  redeem,
  type Self,
  signingKeys,
  toBase64url,
  writeLink,
} from "@wijkkit/identity";
import { write } from "@wijkkit/machines";
import { sqliteStore } from "@wijkkit/relay";
import { epochKeys, sealRecord } from "@wijkkit/seal";
import { fixedRandom, linkOf, person } from "./people.ts";

const HOUR = 3_600_000;
/** Residents who came in by one host, who came in by the founder: a log of thousands is not read again for each. */
const GROUP = 50;
const WORDS = "straat buurt fiets hulp markt vraag tuin brood deur licht samen ochtend zaal trap brug water kind".split(
  " ",
);

/** Dutch-looking text of about this many characters, the same for the same name. */
function prose(name: string, length: number): string {
  const words: string[] = [];
  for (let n = 0, size = 0; size < length; n += 1) {
    const [digit = 0, other = 0] = createHash("sha256").update(`${name} ${n}`).digest();
    const word = `${WORDS[digit % WORDS.length]}${other}`;
    words.push(word);
    size += word.length + 1;
  }
  return words.join(" ");
}

export interface LargeWijk {
  /** One invitation text for each name in `invited`. */
  readonly links: readonly string[];
  /** The titles of all questions. */
  readonly titles: readonly string[];
  /** Bytes of envelopes. */
  readonly bytes: number;
}

interface Making {
  readonly space: SpaceId;
  readonly random: ReturnType<typeof fixedRandom>;
  readonly envelopes: Envelope[];
  readonly member: (self: Self, device: string) => SpaceDocuments;
}

/** Stores what a resident has pending, as their device would. */
function commit(making: Making, documents: SpaceDocuments): void {
  for (const { envelopes } of documents.flush()) {
    for (const bytes of envelopes) {
      const read = parse(bytes);
      if ("reason" in read) throw new Error(read.reason);
      making.envelopes.push(read.envelope);
    }
  }
  documents.committed();
}

/** A resident who took part and asked `questions` questions of some `length` characters each. */
function fill(making: Making, documents: SpaceDocuments, name: string, questions: number, length: number): string[] {
  const titles: string[] = [];
  documents.change((feed) => write.profile(feed, { name, at: documents.time() }));
  for (let n = 0; n < questions; n += 1) {
    const title = `Vraag ${n} van ${name}`;
    const id = toBase64url(making.random(16));
    const body = prose(title, length);
    const ask = { id, at: documents.time(), title, body, audience: "wijk" } as const;
    const problem = documents.change((feed) => write.ask(feed, ask));
    if (problem !== undefined) throw new Error(problem);
    titles.push(title);
  }
  commit(making, documents);
  return titles;
}

/**
 * Makes a wijk of many residents and puts it in the store of a relay that is stopped.
 * @param size how many residents, how many questions each, and of how many characters
 */
export async function largeWijk(
  dataDir: string,
  size: {
    readonly residents: number;
    readonly questions: number;
    readonly length: number;
    readonly invitations: number;
  },
): Promise<LargeWijk> {
  const random = fixedRandom("a large wijk");
  const hour = Math.floor(Date.now() / HOUR);
  const founder = person("the founder");
  const root = signingKeys(random(32));
  const space = spaceId(root.public);
  const secret = random(32);
  const epoch = epochKeys(secret, space);
  const { space: space20, operation } = found({ name: "Grote wijk", root, epoch: epoch.id }, founder, hour);
  const { sign, operator } = identityOf(founder.seed, unhex(space));
  const making: Making = {
    space,
    random,
    envelopes: [],
    member: ({ seed }, device) =>
      new SpaceDocuments({
        space,
        epochs: [epoch],
        seed,
        device: createHash("sha256").update(device).digest().subarray(0, 16),
        verify: verifyWithWebCrypto,
        now: Date.now,
        random,
      }),
  };
  const first = making.member(founder, "founder");
  await first.addOperation(operation);
  const moment = (heads: readonly string[]): Moment => ({ space: space20, heads, hour });
  const terms = (role: Role) => ({ role, expires: 0 });
  const byFounder = async (role: Role): Promise<Uint8Array> => {
    const invitation = invite(random, moment(first.membership.heads), sign, terms(role));
    await first.addOperation(invitation.operation);
    return invitation.seed;
  };
  const open: Uint8Array[] = [];
  for (let n = 0; n < size.invitations; n += 1) open.push(await byFounder("resident"));
  const hosts: Uint8Array[] = [];
  for (let n = 0; n < size.residents; n += GROUP) hosts.push(await byFounder("professional"));
  const titles = fill(making, first, "Fatma", 1, 100);
  for (const [group, seed] of hosts.entries()) {
    const begin = group * GROUP;
    const host = person(`resident ${begin}`);
    const documents = making.member(host, `device ${begin}`);
    const redeemed = redeem(moment([]), host, linkOf(seed, founder, space20));
    await documents.addOperation(redeemed);
    const heads = [envelopeId(redeemed)];
    for (let n = begin + 1; n < Math.min(begin + GROUP, size.residents); n += 1) {
      const invitation = invite(random, moment(heads), identityOf(host.seed, space20).sign, terms("resident"));
      await documents.addOperation(invitation.operation);
      const self = person(`resident ${n}`);
      const theirs = making.member(self, `device ${n}`);
      await theirs.addOperation(redeem(moment([]), self, linkOf(invitation.seed, host, space20)));
      titles.push(...fill(making, theirs, `Buur ${n}`, size.questions, size.length));
    }
    titles.push(...fill(making, documents, `Buur ${begin}`, size.questions, size.length));
  }
  const store = sqliteStore(join(dataDir, "relay.sqlite"));
  const fields = { root: root.public, revision: 1, gates: [epoch.gate.public], operators: [operator.public] };
  await store.putRecord(space, sealRecord({ ...fields, closings: [], kiosks: [], purges: [] }, root));
  await store.append(space, making.envelopes);
  const bytes = await store.size(space);
  await store.close();
  const inviter = sign.public.slice(0, 8);
  const link = { root: root.public, secret, inviter, name: "Grote wijk", relay: "" };
  const links = open.map((invitation) => writeLink({ ...link, invitation }));
  return { links, titles, bytes };
}
