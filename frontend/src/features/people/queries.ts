import { queryOptions } from "@tanstack/react-query";
import { get, post } from "../../api/http";
import type { Person, Role } from "../../api/types";

export const people = queryOptions({ queryKey: ["people"], queryFn: () => get<Person[]>("/api/people") });

export const invite = (wish: { name: string; displayName: string; roles: readonly Role[] }) =>
  post<{ invitationUrl: string }>("/api/people", wish);
export const disable = (id: string) => post<void>(`/api/people/${id}/disable`);
export const inviteAgain = (id: string) => post<{ invitationUrl: string }>(`/api/people/${id}/invite`);
