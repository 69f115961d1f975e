import type { Channel } from "./channel.ts";

class End implements Channel {
  onMessage: ((bytes: Uint8Array) => void) | undefined;
  onClose: (() => void) | undefined;
  buffered = 0;
  other: End | undefined;
  #open = true;
  #told = false;

  send(bytes: Uint8Array): void {
    if (!this.#open) return;
    const copy = bytes.slice();
    this.buffered += copy.length;
    queueMicrotask(() => {
      this.buffered -= copy.length;
      this.other?.receive(copy);
    });
  }

  receive(bytes: Uint8Array): void {
    if (this.#open) this.onMessage?.(bytes);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    queueMicrotask(() => {
      this.tell();
      this.other?.hangUp();
    });
  }

  hangUp(): void {
    this.#open = false;
    this.tell();
  }

  tell(): void {
    if (this.#told) return;
    this.#told = true;
    this.onClose?.();
  }
}

/** Two ends of one channel inside one process: in order, without loss, never in the same turn. */
export function loopback(): [Channel, Channel] {
  const ends: [End, End] = [new End(), new End()];
  ends[0].other = ends[1];
  ends[1].other = ends[0];
  return ends;
}
