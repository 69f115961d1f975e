import { test } from "vitest";
import { transportContract } from "../../../test/contract/transport.ts";
import { loopback } from "./loopback.ts";

transportContract(test, async () => loopback());
