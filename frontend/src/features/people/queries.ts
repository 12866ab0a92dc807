import { queryOptions } from "@tanstack/react-query";
import { api, told } from "../../api/client";

export const people = queryOptions({ queryKey: ["people"], queryFn: () => told(api.GET("/api/people")) });

export const invite = (wish: { name: string; displayName: string; roles: string[] }) =>
  told(api.POST("/api/people", { body: wish }));
export const disable = (id: string) => told(api.POST("/api/people/{id}/disable", { params: { path: { id } } }));
export const inviteAgain = (id: string) => told(api.POST("/api/people/{id}/invite", { params: { path: { id } } }));
export const resetPassword = (id: string) => told(api.POST("/api/people/{id}/reset", { params: { path: { id } } }));
