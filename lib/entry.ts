/** What stands in a map, made first where nothing does: `entry(byName, name, () => []).push(one)`. */
export function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const standing = map.get(key);
  if (standing !== undefined) return standing;
  const made = make();
  map.set(key, made);
  return made;
}
