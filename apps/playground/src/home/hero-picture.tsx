/** A network of three layers through which signals run. Decoration only. */
export function HeroPicture() {
  const layers = [
    { x: 40, ys: [70, 130, 190] },
    { x: 180, ys: [40, 100, 160, 220] },
    { x: 320, ys: [100, 160] },
  ];
  const edges = layers.slice(0, -1).flatMap((layer, i) =>
    layer.ys.flatMap((y, a) =>
      layers[i + 1]!.ys.map((toY, b) => ({
        path: `M${layer.x} ${y}C${layer.x + 70} ${y} ${layer.x + 70} ${toY} ${layer.x + 140} ${toY}`,
        kind: (a * 5 + b * 3 + i) % 3 === 0 ? 'b' : 'a',
        width: 1 + ((a * 7 + b * 5 + i * 3) % 4),
        delay: -(((a * 13 + b * 7 + i * 11) % 20) / 5),
      })),
    ),
  );
  return (
    <svg class="hero__picture" viewBox="0 0 360 260" aria-hidden="true">
      {edges.map(({ path, kind, width, delay }) => (
        <g key={path}>
          <path d={path} class={`hero__edge hero__edge--${kind}`} stroke-width={width} />
          <path d={path} class={`hero__signal hero__edge--${kind}`} style={{ animationDelay: `${delay}s` }} />
        </g>
      ))}
      {layers.map(({ x, ys }, layer) =>
        ys.map((y) => (
          <circle
            key={`${x} ${y}`}
            cx={x}
            cy={y}
            r={layer === 1 ? 15 : 12}
            class={`hero__unit hero__unit--${layer}`}
          />
        )),
      )}
    </svg>
  );
}
