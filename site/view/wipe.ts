import { dropDrafts } from "./drafts.ts";
import { announcement, send } from "./model.ts";
import { go } from "./navigation.ts";
import { forgetOffline } from "./offline.ts";
import { emptyOutbox } from "./outbox.ts";
import { word } from "./words.ts";

/** Wipes this device: store, keys, the page's own files, and every word in memory. Then the page is as new. */
export async function wipeDevice(): Promise<void> {
  const reply = await send("wipe", { do: "wipe" });
  if (!reply.ok) return;
  await forgetOffline();
  dropDrafts();
  emptyOutbox();
  go({ at: "start" }, "replace");
  announcement.value = word("wipe.done");
}
