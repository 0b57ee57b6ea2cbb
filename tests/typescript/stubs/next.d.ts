// The part of Next.js that the samples use. Source: types of next 16.4.6.
declare module "next" {
  export interface Metadata {
    title?: string;
    description?: string;
  }
  export interface NextConfig {
    cacheComponents?: boolean;
    reactCompiler?: boolean;
    [option: string]: unknown;
  }
  export interface NextApiRequest {
    method?: string;
    query: Record<string, string | string[] | undefined>;
    body: any;
  }
  export interface NextApiResponse<Body = any> {
    status(code: number): NextApiResponse<Body>;
    json(body: Body): void;
    end(): void;
  }
  export type GetServerSideProps<Props = Record<string, unknown>> = (context: {
    params?: Record<string, string | string[]>;
    query: Record<string, string | string[] | undefined>;
  }) => Promise<{ props: Props } | { notFound: true }>;
  export type InferGetServerSidePropsType<Get> = Get extends GetServerSideProps<infer Props>
    ? Props
    : never;
}

declare module "next/server" {
  export class NextRequest extends Request {
    readonly nextUrl: URL;
    readonly cookies: { get(name: string): { value: string } | undefined };
  }
  export class NextResponse extends Response {
    static redirect(url: string | URL): NextResponse;
    static next(): NextResponse;
    static json(body: unknown, init?: ResponseInit): NextResponse;
  }
  export function connection(): Promise<void>;
  export function after(task: () => void | Promise<void>): void;
}

declare module "next/headers" {
  export function cookies(): Promise<{
    get(name: string): { name: string; value: string } | undefined;
    set(name: string, value: string): void;
  }>;
  export function headers(): Promise<Headers>;
}

declare module "next/cache" {
  export function revalidatePath(path: string, type?: "page" | "layout"): void;
  export function revalidateTag(tag: string, profile: string): void;
  export function updateTag(tag: string): void;
  export function refresh(): void;
  export function cacheLife(
    profile: string | { stale?: number; revalidate?: number; expire?: number },
  ): void;
  export function cacheTag(...tags: string[]): void;
}

declare module "next/navigation" {
  export function redirect(url: string): never;
  export function notFound(): never;
  export function useRouter(): { push(url: string): void; refresh(): void };
  export function useParams<Params = Record<string, string>>(): Params;
}

declare module "next/link" {
  import type { ReactElement, ReactNode } from "react";
  export default function Link(props: { href: string; children: ReactNode }): ReactElement;
}
