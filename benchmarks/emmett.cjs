// Appends events with Emmett's store on SQLite, one a stream, and says how many seconds that took.
const { getSQLiteEventStore } = require("@event-driven-io/emmett-sqlite");

const [file, count, size] = process.argv.slice(2);

(async () => {
  const store = getSQLiteEventStore({ fileName: file, schema: { autoMigration: "CreateOrUpdate" } });
  const event = { type: "Act", data: { pad: "x".repeat(Number(size)) } };
  await store.appendToStream("first", [event]); // makes the tables
  const began = performance.now();
  for (let number = 0; number < Number(count); number += 1) await store.appendToStream(`s-${number}`, [event]);
  console.log((performance.now() - began) / 1000);
})();
