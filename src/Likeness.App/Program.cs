System.Console.WriteLine("likeness");
