#!/usr/bin/env node
console.log("wijk");
