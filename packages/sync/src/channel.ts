/**
 * What a session talks over: whole messages, in order, to one peer. `onMessage` and `onClose` are set by whoever
 * takes the channel; `onClose` is called once, whichever side closed it.
 */
export interface Channel {
  /** Sends one message. What cannot be sent any more is dropped, and `onClose` follows. */
  send(bytes: Uint8Array): void;
  /** Bytes that have not left yet. */
  readonly buffered: number;
  close(): void;
  onMessage: ((bytes: Uint8Array) => void) | undefined;
  onClose: (() => void) | undefined;
}
