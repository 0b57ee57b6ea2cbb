// Packages that pages mention and that are not installed: next alone would be 300 MB. As small as
// the samples need; a sample that uses more extends its stub on purpose.
// Source: types of @clerk/nextjs 7.9.17, @clerk/react 6.18.0, @workos-inc/authkit-nextjs 4.3.2,
// @workos-inc/authkit-react 0.16.2, @convex-dev/workos 0.0.3, @convex-dev/workos-authkit 0.2.9.
declare module "*.css";

declare module "svix" {
  export class Webhook {
    constructor(secret: string);
    verify(payload: string, headers: Record<string, string>): unknown;
  }
}

declare module "vite/client";

// What "vite/client" adds to the global types.
interface ImportMeta {
  readonly env: { readonly [name: string]: any; readonly DEV: boolean; readonly PROD: boolean };
  glob(pattern: string): Record<string, () => Promise<unknown>>;
}

declare module "vitest" {
  export function test(name: string, run: () => void | Promise<void>): void;
  export const vi: {
    useFakeTimers(): void;
    useRealTimers(): void;
    runAllTimers(): void;
    stubGlobal(name: string, value: unknown): void;
  };
  interface Expectation {
    not: Expectation;
    rejects: Expectation;
    toBe(value: unknown): void;
    toEqual(value: unknown): void;
    toMatchObject(value: unknown): void;
    toHaveLength(length: number): void;
    toThrow(text?: string | RegExp): Promise<void>;
  }
  export function expect(value: unknown): Expectation;
}

declare module "@auth0/auth0-react" {
  import type { ReactElement, ReactNode } from "react";
  export function Auth0Provider(props: {
    children: ReactNode;
    domain: string;
    clientId: string;
    authorizationParams?: { redirect_uri?: string; audience?: string; scope?: string };
    useRefreshTokens?: boolean;
    cacheLocation?: "memory" | "localstorage";
  }): ReactElement;
}

declare module "@clerk/react" {
  export * from "@clerk/nextjs";
}

declare module "@clerk/clerk-react" {
  export * from "@clerk/nextjs";
}

declare module "@clerk/nextjs" {
  import type { ReactElement, ReactNode } from "react";
  interface Children {
    children?: ReactNode;
  }
  export function ClerkProvider(
    props: Children & { publishableKey?: string; dynamic?: boolean },
  ): ReactElement;
  export function SignInButton(props: Children & { mode?: "modal" | "redirect" }): ReactElement;
  export function SignUpButton(props: Children & { mode?: "modal" | "redirect" }): ReactElement;
  export function SignOutButton(props: Children): ReactElement;
  export function UserButton(): ReactElement;
  export function OrganizationSwitcher(): ReactElement;
  export function useUser(): {
    isLoaded: boolean;
    user: { id: string; fullName: string | null } | null | undefined;
  };
  export function useAuth(): {
    isLoaded: boolean;
    isSignedIn: boolean | undefined;
    getToken: (options?: { template?: string; skipCache?: boolean }) => Promise<string | null>;
    orgId: string | undefined | null;
    orgRole: string | undefined | null;
    sessionId: string | undefined | null;
    sessionClaims: Record<string, unknown> | undefined | null;
  };
}

declare module "@clerk/nextjs/server" {
  export function auth(): Promise<{
    userId: string | null;
    getToken: (options?: { template?: string }) => Promise<string | null>;
  }>;
  export function clerkMiddleware(
    handler?: (auth: { protect(): Promise<void> }, request: Request) => void | Promise<void>,
  ): (request: Request) => Promise<Response | void>;
  export function createRouteMatcher(routes: string[]): (request: Request) => boolean;
}

declare module "@clerk/backend" {
  export interface UserJSON {
    id: string;
    first_name: string | null;
    last_name: string | null;
    primary_email_address_id: string | null;
    email_addresses: { id: string; email_address: string }[];
    image_url: string;
    created_at: number;
    updated_at: number;
  }
  export type WebhookEvent =
    | { type: "user.created" | "user.updated"; data: UserJSON }
    | { type: "user.deleted"; data: { id?: string; deleted: boolean } }
    | { type: "session.created" | "organization.created"; data: { id: string } };
}

declare module "@workos-inc/authkit-react" {
  import type { ReactElement, ReactNode } from "react";
  export function AuthKitProvider(props: {
    children: ReactNode;
    clientId: string;
    redirectUri?: string;
    devMode?: boolean;
  }): ReactElement;
  export function useAuth(): {
    isLoading: boolean;
    user: { id: string; email: string; firstName: string | null } | null;
    role: string | null;
    permissions: string[];
    organizationId: string | null;
    getAccessToken(options?: { forceRefresh?: boolean }): Promise<string>;
    switchToOrganization(options: { organizationId: string }): Promise<void>;
    signIn(): Promise<void>;
    signUp(): Promise<void>;
    signOut(): void;
  };
}

declare module "@workos-inc/authkit-nextjs" {
  type Handler = (request: Request) => Promise<Response>;
  export function withAuth(options?: { ensureSignedIn?: boolean }): Promise<{
    user: { id: string; email: string; firstName: string | null } | null;
    accessToken?: string;
    organizationId?: string;
    role?: string;
    permissions?: string[];
  }>;
  interface ProxyOptions {
    eagerAuth?: boolean;
    refreshBufferSeconds?: number;
    debug?: boolean;
    redirectUri?: string;
    middlewareAuth?: { enabled: boolean; unauthenticatedPaths: string[] };
    signUpPaths?: string[];
  }
  export function authkitProxy(options?: ProxyOptions): Handler;
  export function authkitMiddleware(options?: ProxyOptions): Handler;
  export function handleAuth(options?: { returnPathname?: string }): Handler;
  export function getSignInUrl(): Promise<string>;
  export function getSignUpUrl(): Promise<string>;
  export function signOut(): Promise<void>;
}

declare module "@workos-inc/authkit-nextjs/components" {
  import type { ReactElement, ReactNode } from "react";
  export function AuthKitProvider(props: { children: ReactNode; initialAuth?: object }): ReactElement;
  export function useAuth(): {
    user: { id: string; firstName: string | null } | null;
    organizationId: string | undefined;
    role: string | undefined;
    permissions: string[] | undefined;
    loading: boolean;
    switchToOrganization(organizationId: string, options?: { returnTo?: string }): Promise<unknown>;
    signOut(): Promise<void>;
  };
  export function useAccessToken(): {
    accessToken: string | undefined;
    loading: boolean;
    error: Error | null;
    getAccessToken(): Promise<string | undefined>;
    refresh(): Promise<string | undefined>;
  };
}

declare module "@convex-dev/workos" {
  import type { ReactElement, ReactNode } from "react";
  import type { ConvexReactClient } from "convex/react";
  export function ConvexProviderWithAuthKit(props: {
    children: ReactNode;
    client: ConvexReactClient;
    useAuth: () => {
      isLoading: boolean;
      user: unknown;
      getAccessToken: (options?: { forceRefresh?: boolean }) => Promise<string | null | undefined>;
    };
  }): ReactElement;
}

declare module "@convex-dev/workos-authkit" {
  import type {
    AuthConfig,
    FunctionReference,
    GenericActionCtx,
    GenericDataModel,
    GenericMutationCtx,
    GenericQueryCtx,
    HttpRouter,
    RegisteredMutation,
  } from "convex/server";
  export interface AuthKitUser {
    id: string;
    email: string;
    emailVerified: boolean;
    firstName?: string | null;
    lastName?: string | null;
    profilePictureUrl?: string | null;
    createdAt: string;
    updatedAt: string;
  }
  type UserEventName = "user.created" | "user.updated" | "user.deleted";
  interface WorkOSEvent<Name extends string = string> {
    id: string;
    event: Name;
    data: Name extends UserEventName ? AuthKitUser : Record<string, any>;
  }
  type Verdict = { verdict: "Allow" } | { verdict: "Deny"; errorMessage: string };
  type Internal<Args extends Record<string, any>, Result> = FunctionReference<
    "mutation",
    "internal",
    Args,
    Result
  >;
  export type AuthFunctions = {
    authKitAction?: Internal<any, any>;
    authKitEvent?: Internal<any, any>;
  };
  export class AuthKit<DataModel extends GenericDataModel> {
    constructor(
      component: any,
      options?: {
        authFunctions?: AuthFunctions;
        clientId?: string;
        apiKey?: string;
        apiHostname?: string;
        webhookSecret?: string;
        webhookPath?: string;
        actionSecret?: string;
        additionalEventTypes?: string[];
        logLevel?: "DEBUG";
      },
    );
    getAuthConfigProviders: () => AuthConfig["providers"];
    getAuthUser(
      ctx: GenericQueryCtx<any> | GenericMutationCtx<any> | GenericActionCtx<any>,
    ): Promise<AuthKitUser | null>;
    registerRoutes(http: HttpRouter): void;
    events<Name extends string>(handlers: {
      [Key in Name]: (ctx: GenericMutationCtx<DataModel>, event: WorkOSEvent<Key>) => Promise<void>;
    }): { authKitEvent: RegisteredMutation<"internal", any, Promise<void>> };
    actions<Name extends "authentication" | "userRegistration">(handlers: {
      [Key in Name]: (
        ctx: GenericMutationCtx<DataModel>,
        action: Key extends "userRegistration" ? { userData: { email: string } } : { user: AuthKitUser },
        response: { allow: () => Verdict; deny: (errorMessage: string) => Verdict },
      ) => Promise<Verdict>;
    }): { authKitAction: RegisteredMutation<"internal", any, Promise<Verdict>> };
    utils(): { backfillUsers: RegisteredMutation<"internal", {}, Promise<null>> };
  }
}

// Components are installed by an app; all of them export a definition from here.
declare module "@convex-dev/*/convex.config" {
  import type { ComponentDefinition } from "convex/server";
  const definition: ComponentDefinition<any>;
  export default definition;
}
declare module "@convex-dev/*/convex.config.js" {
  import type { ComponentDefinition } from "convex/server";
  const definition: ComponentDefinition<any>;
  export default definition;
}
