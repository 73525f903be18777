// Appends events with Emmett's store, one a stream, and says how many seconds that took.
const [place, count, size] = process.argv.slice(2);

const stores = {
  sqlite: () => require("@event-driven-io/emmett-sqlite").getSQLiteEventStore({
    fileName: place, schema: { autoMigration: "CreateOrUpdate" },
  }),
  postgresql: () => require("@event-driven-io/emmett-postgresql").getPostgreSQLEventStore(place),
};

(async () => {
  const store = stores[place.startsWith("postgresql:") ? "postgresql" : "sqlite"]();
  const event = { type: "Act", data: { pad: "x".repeat(Number(size)) } };
  await store.appendToStream("first", [event]); // makes the tables
  const began = performance.now();
  for (let number = 0; number < Number(count); number += 1) await store.appendToStream(`s-${number}`, [event]);
  console.log((performance.now() - began) / 1000);
  process.exit(); // connections are kept open
})();
