import { api, told } from "./client";
import { ProblemError } from "./problem";
import type { Me } from "./types";

const nobody: Me = { signedIn: false, roles: [] };

/** Who is signed in just now; nobody whose session is over. */
export const whoIsHere = (): Promise<Me> =>
  told(api.GET("/api/me")).catch((cause: unknown) => {
    if (cause instanceof ProblemError && cause.signedOut) {
      return nobody;
    }
    throw cause;
  });
