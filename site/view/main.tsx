import { start } from "./App.tsx";
import { connect } from "./client.ts";

const root = document.getElementById("app");
if (!root) throw new Error("the page has no #app");
start(connect(), root);
