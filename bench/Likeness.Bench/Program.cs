using System.Diagnostics;
using Likeness.Bench;
using Likeness.Tensors.Backends.Cpu.Kernels;
using Likeness.Tensors.Runtime;
unsafe {
var A = new NativeBuffer(1<<22); var B = new NativeBuffer(1<<22); var C = new NativeBuffer(1<<22);
nint* rowA = stackalloc nint[8], rowC = stackalloc nint[8]; nint zero = 0;
foreach (var (rows, vec, k, step, lda) in new[]{(8,2,256,1,784),(8,2,256,1,1024),(8,2,196,1,784),(8,2,256,8,1),(8,2,128,784,1),(4,2,256,1,784),(8,1,256,1,784),(1,2,256,1,784),(8,2,9,1,9),(6,2,256,1,784)})
for (int rep=0;rep<2;rep++){
 for (int r=0;r<8;r++){rowA[r]=r*lda; rowC[r]=r*32;}
 var t = new TileArguments{A=A.Floats,RowA=rowA,Segments=&zero,SegmentCount=1,SegmentLength=k,Step=step,B=B.Floats,StrideB=vec*16,C=C.Floats,RowC=rowC,Accumulate=true};
 double best=0, peak=0; var f = GemmTiles.Tile(rows,vec);
 for(int trial=0;trial<20;trial++){ peak=Math.Max(peak,FmaPeak.Measure());
  var s=Stopwatch.GetTimestamp(); int n=2000; for(int i=0;i<n;i++) f(&t);
  best=Math.Max(best, 2.0*rows*vec*16*k*n/Stopwatch.GetElapsedTime(s).TotalSeconds*1e-9);}
 if(rep==1) Console.WriteLine($"{rows}x{vec} k={k} step={step} lda={lda}: {best:F1} of {peak:F1} = {best/peak:P0}");
}}
