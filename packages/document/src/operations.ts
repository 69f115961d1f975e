import { envelopeId } from "@wijkkit/envelope";
import {
  type Membership,
  OPERATION_LIMIT,
  type Operation,
  readOperation,
  reduce,
  type Verify,
} from "@wijkkit/identity";
import { concat } from "./bytes.ts";
import { LIMIT } from "./limits.ts";

/** A payload of kind membership: each operation with its length as u32 before it. */
export function writeOperations(operations: readonly Uint8Array[]): Uint8Array {
  return concat(
    operations.flatMap((bytes) => {
      const length = new Uint8Array(4);
      new DataView(length.buffer).setUint32(0, bytes.length);
      return [length, bytes];
    }),
  );
}

/** The operations in a payload, up to the first that is not whole. */
export function readOperations(payload: Uint8Array): Uint8Array[] {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const operations: Uint8Array[] = [];
  for (let at = 0; at + 4 <= payload.length; ) {
    const end = at + 4 + view.getUint32(at);
    if (end > payload.length || end - at - 4 > OPERATION_LIMIT) break;
    operations.push(payload.subarray(at + 4, end));
    at = end;
  }
  return operations;
}

/** All operations of a space that hold, whoever's lane they came in, and what they come to. */
export class OperationLog {
  readonly #space: Uint8Array;
  readonly #verify: Verify;
  readonly #operations = new Map<string, Operation>();
  #membership: Membership | undefined;

  /** `space` has 20 bytes. */
  constructor(space: Uint8Array, verify: Verify) {
    this.#space = space;
    this.#verify = verify;
  }

  /** Whether it holds; one that is held already is not verified again. */
  async add(bytes: Uint8Array): Promise<"added" | "known" | "refused" | "full"> {
    // An operation has the same name as an envelope would: 32 bytes of SHA-512 over all of it.
    if (this.#operations.has(envelopeId(bytes))) return "known";
    if (this.#operations.size >= LIMIT.operations) return "full";
    const result = await readOperation(this.#space, bytes.slice(), this.#verify);
    if ("reason" in result) return "refused";
    this.#operations.set(result.operation.hash, result.operation);
    this.#membership = undefined;
    return "added";
  }

  /** The same object as long as no operation comes. */
  get membership(): Membership {
    this.#membership ??= reduce(this.#operations.values(), this.#space);
    return this.#membership;
  }
}
