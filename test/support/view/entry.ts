import { start } from "../../../site/view/App.tsx";
import { fakeClient } from "../fake-client.ts";

declare global {
  interface Window {
    /** Set by a test before the page's scripts run. */
    fakeState?: Parameters<typeof fakeClient>[0];
    fake: ReturnType<typeof fakeClient>["controls"];
  }
}

const { client, controls } = fakeClient(window.fakeState);
window.fake = controls;
const root = document.getElementById("app");
if (root) start(client, root);
