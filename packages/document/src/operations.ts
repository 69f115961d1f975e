import { OPERATION_LIMIT } from "@wijkkit/identity";
import { concat } from "./bytes.ts";

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
