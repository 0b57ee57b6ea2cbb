// Writes convex/_generated for one project, as `npx convex codegen` would with a deployment.
//
// Source: the CLI of npm convex 1.48.0 (which modules are entry points, names and types of the
// generated files). Differs: no comments; components are untyped.
import fs from "node:fs";
import path from "node:path";

/** The modules whose functions are part of the API. @param {string} convexFolder */
export function entryPoints(convexFolder) {
  return fs
    .readdirSync(convexFolder, { recursive: true })
    .map((file) => String(file).split(path.sep).join("/"))
    .filter((file) => /^[^.][^.]*\.tsx?$/.test(path.posix.basename(file)))
    .filter((file) => file !== "schema.ts" && !/^_(generated|deps)\//.test(file))
    .filter((file) =>
      /^\s*(import|export)/m.test(fs.readFileSync(path.join(convexFolder, file), "utf8")),
    )
    .sort();
}

const UNTYPED_DATA_MODEL = `import type { AnyDataModel } from "convex/server";
import type { GenericId } from "convex/values";
export type TableNames = string;
export type Doc = any;
export type Id<TableName extends TableNames = TableNames> = GenericId<TableName>;
export type DataModel = AnyDataModel;
`;

const DATA_MODEL = `import type { DataModelFromSchemaDefinition, DocumentByName, SystemTableNames, TableNamesInDataModel } from "convex/server";
import type { GenericId } from "convex/values";
import schema from "../schema.js";
export type TableNames = TableNamesInDataModel<DataModel>;
export type Doc<TableName extends TableNames> = DocumentByName<DataModel, TableName>;
export type Id<TableName extends TableNames | SystemTableNames> = GenericId<TableName>;
export type DataModel = DataModelFromSchemaDefinition<typeof schema>;
`;

/** @param {boolean} hasConfig whether convex.config.ts declares environment variables and components */
const serverOf = (
  hasConfig,
) => `import type { ActionBuilder, ${hasConfig ? "EnvFromAppDefinition, " : ""}GenericActionCtx, GenericDatabaseReader, GenericDatabaseWriter, GenericMutationCtx, GenericQueryCtx, HttpActionBuilder, MutationBuilder, QueryBuilder } from "convex/server";
import type { DataModel } from "./dataModel.js";
${hasConfig ? 'import type app from "../convex.config.js";' : ""}
export declare const query: QueryBuilder<DataModel, "public">;
export declare const internalQuery: QueryBuilder<DataModel, "internal">;
export declare const mutation: MutationBuilder<DataModel, "public">;
export declare const internalMutation: MutationBuilder<DataModel, "internal">;
export declare const action: ActionBuilder<DataModel, "public">;
export declare const internalAction: ActionBuilder<DataModel, "internal">;
export declare const httpAction: HttpActionBuilder;
export declare const env: { readonly CONVEX_CLOUD_URL: string; readonly CONVEX_SITE_URL: string }${hasConfig ? " & Readonly<EnvFromAppDefinition<typeof app>>" : ""};
export type QueryCtx = GenericQueryCtx<DataModel>;
export type MutationCtx = GenericMutationCtx<DataModel>;
export type ActionCtx = GenericActionCtx<DataModel>;
export type DatabaseReader = GenericDatabaseReader<DataModel>;
export type DatabaseWriter = GenericDatabaseWriter<DataModel>;
`;

/** @param {string[]} modules @param {boolean} hasConfig */
function apiOf(modules, hasConfig) {
  const stems = modules.map((file) => file.replace(/\.tsx?$/, ""));
  return `${stems.map((stem, i) => `import type * as module${i} from "../${stem}.js";`).join("\n")}
import type { AnyComponents, ApiFromModules, FilterApi, FunctionReference } from "convex/server";
declare const fullApi: ApiFromModules<{
${stems.map((stem, i) => `  ${JSON.stringify(stem)}: typeof module${i};`).join("\n")}
}>;
export declare const api: FilterApi<typeof fullApi, FunctionReference<any, "public">>;
export declare const internal: FilterApi<typeof fullApi, FunctionReference<any, "internal">>;
export declare const components: ${hasConfig ? "AnyComponents" : "{}"};
`;
}

/** @param {string} convexFolder */
export function writeGenerated(convexFolder) {
  const out = path.join(convexFolder, "_generated");
  fs.mkdirSync(out, { recursive: true });
  const hasSchema = fs.existsSync(path.join(convexFolder, "schema.ts"));
  const hasConfig = fs.existsSync(path.join(convexFolder, "convex.config.ts"));
  const write = (/** @type {string} */ name, /** @type {string} */ text) =>
    fs.writeFileSync(path.join(out, name), text);
  write("api.d.ts", apiOf(entryPoints(convexFolder), hasConfig));
  write("dataModel.d.ts", hasSchema ? DATA_MODEL : UNTYPED_DATA_MODEL);
  write("server.d.ts", serverOf(hasConfig));
}
