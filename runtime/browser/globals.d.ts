// Names that the build fills in, and one script that the package ships without types.
declare const __PYODIDE_INFO__: {
  arch: string;
  platform: string;
  version: string;
  python: string;
  abi_version: string;
};
declare const __LIBRARY_MODULES__: string[];
declare module "pyodide/pyodide.asm.mjs" {
  const createPyodideModule: (settings: object) => Promise<object>;

  // biome-ignore lint/style/noDefaultExport: the package has it
  export default createPyodideModule;
}
