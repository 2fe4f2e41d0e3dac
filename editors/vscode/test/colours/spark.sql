SELECT e:payload.kind AS kind, 10L, 1.5BD, x'FF', map['a'], `back``tick`, cast(n AS TIMESTAMP_NTZ)
FROM orders LATERAL VIEW explode(items) t AS item
WHERE a <=> b AND left(name, 1) = :letter -- a
LEFT JOIN {{ ref('x') }} USING (id)
