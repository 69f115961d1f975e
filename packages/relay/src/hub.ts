import { Bucket } from "./bucket.ts";
import { LIMIT } from "./limits.ts";
import { type Message, readMessage } from "./messages.ts";

/** One socket, as the hub sees it. */
export interface Line {
  send(text: string): void;
  /** Bytes that were sent and have not left. */
  readonly unsent: number;
  close(code: number, reason: string): void;
}

/** WebSocket close codes: a message that breaks a rule, and a server that cannot serve. */
const POLICY = 1008;
const BUSY = 1013;

interface Guest {
  readonly line: Line;
  readonly bucket: Bucket;
  /** The rooms it is in, each with the name of its peer there once it has said it. */
  readonly rooms: Map<string, string | undefined>;
  heard: number;
  /** Since when it is in no room. */
  roomless: number;
}

interface Room {
  readonly guests: Set<Guest>;
  readonly names: Map<string, Guest>;
}

/**
 * y-webrtc's signalling: who is in a room hears what is published there, and what is for one peer goes to that
 * peer alone. Rooms are opaque names, nothing is kept of what passes, and a guest who breaks a rule is shown out.
 */
export class Hub {
  readonly #rooms = new Map<string, Room>();
  readonly #guests = new Map<Line, Guest>();
  readonly #now: () => number;
  readonly #pick: (below: number) => number;

  /** @param pick a random whole number from 0 up to, not including, its argument. */
  constructor(now: () => number, pick: (below: number) => number) {
    this.#now = now;
    this.#pick = pick;
  }

  get rooms(): number {
    return this.#rooms.size;
  }

  enter(line: Line): void {
    const now = this.#now();
    const bucket = new Bucket(LIMIT.signalsPerSecond, LIMIT.signalsBurst, now);
    this.#guests.set(line, { line, bucket, rooms: new Map(), heard: now, roomless: now });
  }

  /** Shows out who was in no room for too long. */
  sweep(): void {
    const now = this.#now();
    for (const guest of this.#guests.values()) {
      if (guest.rooms.size === 0 && now - guest.roomless >= LIMIT.roomless) this.#show(guest, "in no room");
    }
  }

  /** The line that is missed least: in no room, or else with nobody else in any of its rooms; the oldest of those. */
  spare(): Line | undefined {
    const guests = [...this.#guests.values()];
    const isAlone = ({ rooms }: Guest) => [...rooms.keys()].every((topic) => this.#rooms.get(topic)?.guests.size === 1);
    return (guests.find(({ rooms }) => rooms.size === 0) ?? guests.find(isAlone))?.line;
  }

  leave(line: Line): void {
    const guest = this.#guests.get(line);
    if (!guest) return;
    for (const topic of guest.rooms.keys()) this.#unsubscribe(guest, topic);
    this.#guests.delete(line);
  }

  /** Takes one text message of a socket. */
  hear(line: Line, text: string): void {
    const guest = this.#guests.get(line);
    if (!guest) return;
    guest.heard = this.#now();
    if (!guest.bucket.take(guest.heard)) this.#show(guest, "too many messages");
    else {
      const message = readMessage(text);
      if (message) this.#act(guest, message);
      else this.#show(guest, "malformed message");
    }
  }

  #act(guest: Guest, message: Message): void {
    if (message.type === "ping") this.#send(guest, '{"type":"pong"}');
    else if (message.type === "publish") this.#publish(guest, message);
    else if (message.type === "unsubscribe") for (const topic of message.topics) this.#unsubscribe(guest, topic);
    else if (message.type === "subscribe") message.topics.every((topic) => this.#subscribe(guest, topic));
  }

  /** False when the guest was shown out. */
  #subscribe(guest: Guest, topic: string): boolean {
    if (guest.rooms.has(topic)) return true;
    if (guest.rooms.size >= LIMIT.topics) {
      this.#show(guest, "too many rooms");
      return false;
    }
    const room = this.#rooms.get(topic) ?? { guests: new Set(), names: new Map() };
    room.guests.add(guest);
    this.#rooms.set(topic, room);
    guest.rooms.set(topic, undefined);
    return true;
  }

  #unsubscribe(guest: Guest, topic: string): void {
    const room = this.#rooms.get(topic);
    const name = guest.rooms.get(topic);
    if (guest.rooms.delete(topic) && guest.rooms.size === 0) guest.roomless = this.#now();
    room?.guests.delete(guest);
    if (name !== undefined && room?.names.get(name) === guest) room.names.delete(name);
    if (room?.guests.size === 0) this.#rooms.delete(topic);
  }

  #publish(guest: Guest, { topic, from, to, text }: Message & { type: "publish" }): void {
    const room = this.#rooms.get(topic);
    if (!room || !guest.rooms.has(topic)) return;
    if (from !== undefined && !this.#name(guest, room, topic, from)) return;
    if (to === undefined) this.#tell(this.#some(room, guest), guest, text);
    else {
      const other = room.names.get(to);
      if (other && other !== guest) this.#send(other, text);
    }
  }

  /** Whoever hears a message costs its sender, so that no crowded room is a loudspeaker. */
  #tell(others: readonly Guest[], guest: Guest, text: string): void {
    if (!guest.bucket.take(guest.heard, Math.floor(others.length / LIMIT.hearers)))
      this.#show(guest, "too many messages");
    else for (const other of others) this.#send(other, text);
  }

  /** Binds a peer's name to the socket that uses it; false while another live socket has it. */
  #name(guest: Guest, room: Room, topic: string, name: string): boolean {
    const holder = room.names.get(name);
    if (holder === guest) return true;
    if (holder && this.#now() - holder.heard < LIMIT.silent) return false;
    const before = guest.rooms.get(topic);
    if (before !== undefined) {
      if (!guest.bucket.take(guest.heard, LIMIT.rename)) return false;
      room.names.delete(before);
    }
    holder?.rooms.set(topic, undefined);
    room.names.set(name, guest);
    guest.rooms.set(topic, name);
    return true;
  }

  /** The others in a room, or as many as one message reaches, from a place by chance. */
  #some(room: Room, guest: Guest): Guest[] {
    const others = [...room.guests].filter((other) => other !== guest);
    if (others.length <= LIMIT.reach) return others;
    const start = this.#pick(others.length);
    return [...others.slice(start), ...others.slice(0, start)].slice(0, LIMIT.reach);
  }

  #send(guest: Guest, text: string): void {
    if (guest.line.unsent > LIMIT.unsent) this.#drop(guest, BUSY, "too slow");
    else guest.line.send(text);
  }

  #show(guest: Guest, reason: string): void {
    this.#drop(guest, POLICY, reason);
  }

  #drop(guest: Guest, code: number, reason: string): void {
    this.leave(guest.line);
    guest.line.close(code, reason);
  }
}
