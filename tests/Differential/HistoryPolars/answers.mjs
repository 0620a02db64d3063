// SPDX-License-Identifier: GPL-2.0-only
//
//   node answers.mjs STORE ASK DRIVER.c OUT
//
// Answers the five questions from the Parquet files of a history with Polars, as CSV like that of `kelf kabi history`. No SQL of
// kelf is used. Of the module it compares versions alone.
import fs from "node:fs";
import path from "node:path";
import polars from "nodejs-polars";

const pl = polars.default ?? polars;
const [store, ask, driver, out] = process.argv.slice(2);
const place = ["series", "arch", "flavour"];
const asked = (word) => fs.readFileSync(ask, "utf8").split("\n").filter((line) => line.startsWith(word + " ")).map((line) => line.slice(word.length + 1));
const table = (name) => pl.scanParquet(path.join(store, name, "**/*.parquet"), { hivePartitioning: true }).collectSync();

const field = (value) => {
    const text = value === null || value === undefined ? null : String(value);
    return text === null ? "" : text === "" || /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const save = (name, columns, frame) => {
    const lines = frame.select(...columns).toRecords().map((row) => columns.map((column) => field(row[column])).join(","));
    fs.writeFileSync(path.join(out, name + ".csv"), [columns.join(","), ...lines].join("\n") + "\n");
};

const build = table("build");
const newest = build.groupBy(...place).agg(pl.col("seq").max().alias("newest"));
const named = (column, name) => build.select(...place, pl.col("seq").alias(column), pl.col("build").alias(name));

// Where each row of changes holds: up to the one before the next of its kind.
const spans = (changes, key) => changes.sort([...place, ...key, "seq"])
    .withColumns(pl.col("seq").shift(-1).over(...place, ...key).alias("next"))
    .join(newest, { on: place, how: "inner" })
    .withColumns(pl.col("seq").alias("first_seq"), pl.col("next").minus(1).fillNull(pl.col("newest")).cast(pl.Int32).alias("last_seq"))
    .filter(pl.col("present"))
    .join(named("first_seq", "first_build"), { on: [...place, "first_seq"], how: "inner" })
    .join(named("last_seq", "last_build"), { on: [...place, "last_seq"], how: "inner" });

const exports_ = table("export");
const exportSpans = spans(exports_, ["name"]);

save("symbol", [...place, "name", "first_build", "last_build", "crc", "module", "gpl", "namespace"],
    exportSpans.filter(pl.col("name").isIn(asked("symbol"))).sort([...place, "name", "first_seq"]));

// The size at each build in which something of the type changed, against the one before.
const types = table("type").filter(pl.col("name").isIn(asked("type").map((name) => "s#" + name)));
const typeSpans = spans(types, ["name", "record_id"]).select(...place, "name", "first_seq", "last_seq", "size");
const sized = types.select(...place, "name", "seq").unique({ subset: [...place, "name", "seq"] })
    .join(typeSpans, { on: [...place, "name"], how: "left" })
    .withColumns(pl.when(pl.col("first_seq").ltEq(pl.col("seq")).and(pl.col("last_seq").gtEq(pl.col("seq"))))
        .then(pl.col("size")).otherwise(pl.lit(null)).alias("held"))
    .groupBy(...place, "name", "seq").agg(pl.col("held").max().alias("size"))
    .sort([...place, "name", "seq"])
    .withColumns(pl.col("size").shift(1).over(...place, "name").alias("old_size"))
    .join(named("seq", "build"), { on: [...place, "seq"], how: "inner" })
    .sort([...place, "name", "seq"])
    .filter(pl.col("size").fillNull(-1).neq(pl.col("old_size").fillNull(-1)));
save("type", [...place, "name", "build", "old_size", "size"], sized);

// Updates are pairs of builds that follow each other and both have the symbol.
const percent = Number(asked("percent")[0]);
const over = (column) => column.over(...place, "name");
const counted = exports_.sort([...place, "name", "seq"])
    .withColumns(
        over(pl.col("seq").shift(-1)).alias("next"), over(pl.col("present").shift(1)).fillNull(false).alias("was_present"),
        over(pl.col("crc").shift(1)).alias("old_crc"))
    .join(newest, { on: place, how: "inner" })
    .filter(pl.col("present"))
    .withColumns(
        pl.col("was_present").and(pl.col("crc").neq(pl.col("old_crc"))).cast(pl.Int64).alias("change"),
        pl.col("next").fillNull(pl.col("newest").plus(1)).minus(pl.col("seq")).minus(pl.col("was_present").not().cast(pl.Int64)).cast(pl.Int64).alias("update"))
    .groupBy(...place, "name").agg(pl.col("change").sum().alias("changes"), pl.col("update").sum().alias("updates"))
    .filter(pl.col("changes").mul(100).gt(pl.col("updates").mul(percent)))
    .withColumns(pl.col("changes").cast(pl.Float64).div(pl.col("updates")).alias("share"))
    .sort([...place, "share", "name"], [false, false, false, true, false]);
save("unstable", [...place, "name", "changes", "updates", "percent"], pl.DataFrame(counted.toRecords().map((row) => ({
    ...row, changes: String(row.changes), updates: String(row.updates), percent: (Math.round(1000 * row.share) / 10).toFixed(1),
}))));

// What the module wants, from its source: { 0x…, "name" }.
const needs = pl.DataFrame([...fs.readFileSync(driver, "utf8").matchAll(/\{ (0x[0-9a-f]{8}), "(\w+)" \}/g)].map((match) => ({ name: match[2], wanted: match[1] })));
const satisfied = build.select(...place, "build", "seq").join(needs, { how: "cross" })
    .join(exportSpans.select(...place, "name", "crc", "first_seq", "last_seq"), { on: [...place, "name"], how: "inner" })
    .filter(pl.col("first_seq").ltEq(pl.col("seq")).and(pl.col("last_seq").gtEq(pl.col("seq"))).and(pl.col("crc").eq(pl.col("wanted"))))
    .groupBy(...place, "build", "seq").agg(pl.col("name").count().alias("found"));
const loads = build.select(...place, "build", "seq").join(satisfied, { on: [...place, "build", "seq"], how: "left" })
    .withColumns(pl.when(pl.col("found").eq(needs.height)).then(pl.lit("loads")).otherwise(pl.lit("refused")).alias("verdict"))
    .sort([...place, "seq"]);
save("loads", [...place, "build", "verdict"], loads);

const finding = table("finding");
const approved = finding.filter(pl.col("verdict").eq(pl.lit("approved")))
    .join(named("seq", "approved_build"), { on: [...place, "seq"], how: "inner" })
    .select("fingerprint", "kind", "subject", "reason", "approved_build", pl.col("series").alias("approved_in"));
const open = finding.filter(pl.col("verdict").eq(pl.lit("open")).and(pl.col("severity").eq(pl.lit("break"))))
    .join(named("seq", "open_build"), { on: [...place, "seq"], how: "inner" })
    .select("fingerprint", "arch", "flavour", "open_build", "exports", pl.col("series").alias("open_in"));
const columns = ["fingerprint", "kind", "subject", "approved_in", "approved_build", "reason", "open_in", "arch", "flavour", "open_build", "exports"];
save("approved", columns, approved.join(open, { on: "fingerprint", how: "inner" })
    .filter(pl.col("approved_in").neq(pl.col("open_in"))).unique({ subset: columns })
    .sort(["open_in", "arch", "flavour", "open_build", "fingerprint", "approved_in", "approved_build"]));
