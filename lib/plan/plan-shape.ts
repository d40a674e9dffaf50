import type { Plan } from "./format";
import {
  anyObject,
  flag,
  listOf,
  type Misfit,
  mapOf,
  nested,
  object,
  oneOf,
  type Shape,
  text,
  textOrNumber,
} from "./shape";

const mode = oneOf("managed", "data");

const change = object(
  { actions: listOf(text, 1) },
  {
    replace_paths: listOf(listOf(textOrNumber)),
    importing: object({}, { id: text, unknown: flag }),
    generated_config: text,
  },
);

/** An output has other actions than a resource, and nothing else to check. */
const outputChange = object({ actions: listOf(text) }, {});

const resourceChange = object(
  { address: text, mode, type: text, name: text, change },
  {
    previous_address: text,
    module_address: text,
    index: textOrNumber,
    provider_name: text,
    deposed: text,
    action_reason: text,
  },
);

const stateResource = object(
  { address: text, mode, type: text, name: text },
  { index: textOrNumber, values: anyObject, tainted: flag, deposed_key: text },
);

const stateModule = nested((inner) =>
  object({}, { address: text, resources: listOf(stateResource), child_modules: listOf(inner) }),
);

const expression = object({}, { references: listOf(text) });

const configurationResource = object(
  { address: text, mode, type: text, name: text },
  {
    provider_config_key: text,
    expressions: anyObject,
    count_expression: expression,
    for_each_expression: expression,
  },
);

const configurationModule = nested((inner) =>
  object(
    {},
    {
      outputs: mapOf(object({}, { expression, sensitive: flag })),
      resources: listOf(configurationResource),
      module_calls: mapOf(
        object(
          {},
          {
            source: text,
            expressions: anyObject,
            count_expression: expression,
            for_each_expression: expression,
            module: inner,
          },
        ),
      ),
      variables: mapOf(object({}, { sensitive: flag })),
    },
  ),
);

const providerConfiguration = object(
  {},
  { name: text, full_name: text, alias: text, module_address: text, expressions: anyObject },
);

const place = object({}, { kind: text, to_display: text });

const check = object(
  {},
  {
    address: place,
    status: text,
    instances: listOf(object({}, { address: place, status: text, problems: listOf(object({}, { message: text })) })),
  },
);

const plan: Shape = object(
  { format_version: text },
  {
    terraform_version: text,
    resource_changes: listOf(resourceChange),
    resource_drift: listOf(resourceChange),
    deferred_changes: listOf(object({ resource_change: resourceChange }, { reason: text })),
    output_changes: mapOf(outputChange),
    prior_state: object({}, { values: object({}, { root_module: stateModule }) }),
    configuration: object({}, { provider_config: mapOf(providerConfiguration), root_module: configurationModule }),
    checks: listOf(check),
    errored: flag,
    applyable: flag,
    complete: flag,
  },
);

/** What of a plan is not as Terraform writes it, of all that is read here. */
export function planMisfits(value: unknown): readonly Misfit[] {
  return plan(value);
}

export function isPlan(value: unknown): value is Plan {
  return plan(value).length === 0;
}
