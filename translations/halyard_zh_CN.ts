<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>GridWords</name>
    <message>
        <source>%1 left out</source>
        <translation>省去 %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 cells of %2 different runs; %3 training tokens</source>
        <translation>%1 个单元，%2 个不同的运行；%3 个训练 token</translation>
    </message>
    <message>
        <source>%1, trained in %2</source>
        <translation>%1，训练需 %2</translation>
    </message>
</context>
<context>
    <name>StudyWords</name>
    <message>
        <source>needles to %1 tokens</source>
        <translation>针（至 %1 个 token）</translation>
    </message>
    <message>
        <source>needles beyond %1 tokens</source>
        <translation>针（超过 %1 个 token）</translation>
    </message>
    <message>
        <source>recall</source>
        <translation>回忆</translation>
    </message>
    <message>
        <source>choices</source>
        <translation>选择题</translation>
    </message>
    <message>
        <source>held-out loss</source>
        <translation>留出损失</translation>
    </message>
    <message>
        <source>training tokens</source>
        <translation>训练 token 数</translation>
    </message>
    <message>
        <source>training time</source>
        <translation>训练用时</translation>
    </message>
    <message>
        <source>trained parameters</source>
        <translation>训练的参数数</translation>
    </message>
    <message>
        <source>%1: held-out KL</source>
        <translation>%1：留出 KL</translation>
    </message>
    <message>
        <source>%1: held-out loss</source>
        <translation>%1：留出损失</translation>
    </message>
    <message>
        <source>%1 ± %2</source>
        <translation>%1 ± %2</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>%1 of %2 cells are done</source>
        <translation>%2 个单元中 %1 个已完成</translation>
    </message>
    <message>
        <source>%1, %2 failed</source>
        <translation>%1，%2 个失败</translation>
    </message>
</context>
<context>
    <name>halyard</name>
    <message>
        <source>renaming</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>syncing</source>
        <translation>同步到磁盘</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>closing</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>creating</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>Stopped on request.</source>
        <translation>已按要求停止。</translation>
    </message>
    <message>
        <source>{path}: {action} failed: the disk is full. Free some space and try again.</source>
        <translation>{path}：{action}失败：磁盘已满。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>{path}: {action} failed: {reason}.</source>
        <translation>{path}：{action}失败：{reason}。</translation>
    </message>
    <message>
        <source>{path}: there is no such file.</source>
        <translation>{path}：没有这个文件。</translation>
    </message>
    <message>
        <source>{path}: not a regular file (a loop of symbolic links).</source>
        <translation>{path}：不是普通文件（符号链接成环）。</translation>
    </message>
    <message>
        <source>opening</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>{path}: not a regular file.</source>
        <translation>{path}：不是普通文件。</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>{path}: the file has {size} bytes; the limit is {limit}.</source>
        <translation>{path}：文件有 {size} 字节，上限为 {limit}。</translation>
    </message>
    <message>
        <source>{path}: the file changed while being read. Try again.</source>
        <translation>{path}：读取过程中文件发生了变化。请重试。</translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; is given twice. Remove one of them.</source>
        <translation>{source}：“{key}”出现了两次。请删去一个。</translation>
    </message>
    <message>
        <source>{source}: the number {number} of &quot;{key}&quot; is too large.</source>
        <translation>{source}：“{key}”的数值 {number} 过大。</translation>
    </message>
    <message>
        <source>{source} is not valid JSON at byte {byte}, near &quot;{token}&quot;.</source>
        <translation>{source} 在第 {byte} 字节处（“{token}”附近）不是有效的 JSON。</translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot;: {number} is outside the allowed range -9007199254740991…9007199254740991.</source>
        <translation>{source}：“{key}”：{number} 超出允许范围 -9007199254740991…9007199254740991。</translation>
    </message>
    <message>
        <source>{source}: nested deeper than {depth} levels.</source>
        <translation>{source}：嵌套超过 {depth} 层。</translation>
    </message>
    <message>
        <source>{source}: {size} bytes of JSON; the limit is {limit}.</source>
        <translation>{source}：JSON 有 {size} 字节，上限为 {limit}。</translation>
    </message>
    <message>
        <source>{source} begins with a byte-order mark. Save it as UTF-8 without one.</source>
        <translation>{source} 以字节序标记（BOM）开头。请保存为不带 BOM 的 UTF-8。</translation>
    </message>
    <message>
        <source>{source} is not valid UTF-8 at byte {byte}.</source>
        <translation>{source} 在第 {byte} 字节处不是有效的 UTF-8。</translation>
    </message>
    <message>
        <source>{source} is not valid JSON at byte {byte}: a NUL.</source>
        <translation>{source} 在第 {byte} 字节处不是有效的 JSON：出现了 NUL。</translation>
    </message>
    <message>
        <source>{file}: the file is {size} bytes.</source>
        <translation>{file}：文件有 {size} 字节。</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>/proc/self/status has no {field}; memory cannot be measured here.</source>
        <translation>/proc/self/status 中没有 {field}，无法在此测量内存。</translation>
    </message>
    <message>
        <source>{worker} does not start with the LibTorch of {torch}; its message is above. Run &quot;halyard setup&quot; to fetch LibTorch again.</source>
        <translation>{worker} 无法与 {torch} 的 LibTorch 一起启动，其消息见上文。请运行“halyard setup”重新获取 LibTorch。</translation>
    </message>
    <message>
        <source>--preset and --spec both say where to start. Give one of them.</source>
        <translation>--preset 与 --spec 都指定了起点。请只给出其中一个。</translation>
    </message>
    <message>
        <source>{file} describes a run of kind {found}, not {wanted}.</source>
        <translation>{file} 描述的是 {found} 类型的运行，而不是 {wanted}。</translation>
    </message>
    <message>
        <source>--set takes key=value, such as optimizer.learning_rate=0.001, not &quot;{text}&quot;.</source>
        <translation>--set 的写法是 key=value，例如 optimizer.learning_rate=0.001，而不是“{text}”。</translation>
    </message>
    <message>
        <source>{file} is not a selection: it needs &quot;selected&quot;, a list of layer numbers.</source>
        <translation>{file} 不是选层文件：它需要“selected”，即层号列表。</translation>
    </message>
    <message>
        <source>{run} is running already. &quot;halyard status {run}&quot; says where it stands.</source>
        <translation>{run} 已在运行。“halyard status {run}”可查看进度。</translation>
    </message>
    <message>
        <source>{run} was stopped at step {step}. Continue it with: halyard run {run} --resume</source>
        <translation>{run} 在第 {step} 步被停止。继续运行：halyard run {run} --resume</translation>
    </message>
    <message>
        <source>{run} failed at step {step}. Continue it with: halyard run {run} --resume</source>
        <translation>{run} 在第 {step} 步失败。继续运行：halyard run {run} --resume</translation>
    </message>
    <message>
        <source>{run} crashed at step {step}. Continue it with: halyard run {run} --resume</source>
        <translation>{run} 在第 {step} 步崩溃。继续运行：halyard run {run} --resume</translation>
    </message>
    <message>
        <source>--steps goes with --dry; the length of a run is its schedule.steps.</source>
        <translation>--steps 须与 --dry 一起使用；运行的长度由 schedule.steps 决定。</translation>
    </message>
    <message>
        <source>python3 was not found on PATH; its pip fetches LibTorch. Install it: apt install python3-pip</source>
        <translation>在 PATH 中找不到 python3；获取 LibTorch 需要其中的 pip。请安装：apt install python3-pip</translation>
    </message>
    <message>
        <source>pip could not fetch {package}; its message is above. Check the network and the free space of {folder}, and call &quot;halyard setup&quot; again.</source>
        <translation>pip 无法获取 {package}，其消息见上文。请检查网络和 {folder} 的可用空间，然后再次运行“halyard setup”。</translation>
    </message>
    <message>
        <source>{run} is not running. &quot;halyard status {run}&quot; says where it stands.</source>
        <translation>{run} 没有在运行。“halyard status {run}”可查看其状态。</translation>
    </message>
    <message>
        <source>{place}: {reason}</source>
        <translation>{place}：{reason}</translation>
    </message>
    <message>
        <source>{place}: longer than {limit} bytes. Split it.</source>
        <translation>{place}：长度超过 {limit} 字节。请拆分。</translation>
    </message>
    <message>
        <source>{place}: not a JSON string. Write one string in double quotes a line.</source>
        <translation>{place}：不是 JSON 字符串。每行写一个带双引号的字符串。</translation>
    </message>
    <message>
        <source>{place}: not a JSON list of token ids, like [12, 7].</source>
        <translation>{place}：不是由词元编号组成的 JSON 列表，例如 [12, 7]。</translation>
    </message>
    <message>
        <source>tokenize: give exactly one of --text, --file, --lines and --decode-lines.</source>
        <translation>tokenize：--text、--file、--lines 和 --decode-lines 只能给出一个。</translation>
    </message>
    <message>
        <source>{path} is LibTorch {found}; this program was built for {needed}. Run &quot;halyard setup&quot;, or set HALYARD_TORCH_DIR to the torch folder of that version.</source>
        <translation>{path} 是 LibTorch {found}；本程序按 {needed} 构建。请运行“halyard setup”，或将 HALYARD_TORCH_DIR 设为该版本的 torch 文件夹。</translation>
    </message>
    <message>
        <source>Neither HOME nor XDG_DATA_HOME is set, so there is no place for data. Set one of them.</source>
        <translation>HOME 和 XDG_DATA_HOME 都没有设置，没有存放数据的位置。请设置其中一个。</translation>
    </message>
    <message>
        <source>HALYARD_TORCH_DIR is {path}, which holds no lib/libtorch_cpu.so. Set it to the torch folder of a wheel, or unset it.</source>
        <translation>HALYARD_TORCH_DIR 为 {path}，其中没有 lib/libtorch_cpu.so。请将它设为 wheel 的 torch 文件夹，或取消设置。</translation>
    </message>
    <message>
        <source>LibTorch {needed} was not found. Run &quot;halyard setup&quot; to fetch it, or set HALYARD_TORCH_DIR to the torch folder of a wheel.</source>
        <translation>找不到 LibTorch {needed}。请运行“halyard setup”获取，或将 HALYARD_TORCH_DIR 设为 wheel 的 torch 文件夹。</translation>
    </message>
    <message>
        <source>halyard-worker was not found beside {path}. This installation can read and create runs but not compute; install the worker, or run this on a machine that has it.</source>
        <translation>在 {path} 旁边找不到 halyard-worker。此安装可以读取和创建运行，但不能计算；请安装 worker，或在装有它的机器上运行。</translation>
    </message>
    <message>
        <source>config.json: &quot;mixer_types&quot; names &quot;{mixer}&quot;, whose cost is not known (known: attn, lightning-attn).</source>
        <translation>config.json：“mixer_types”中有“{mixer}”，其开销未知（已知：attn、lightning-attn）。</translation>
    </message>
    <message>
        <source>{file}: only .jsonl and .txt files can be read. Convert or rename it.</source>
        <translation>{file}：只能读取 .jsonl 和 .txt 文件。请转换或重命名。</translation>
    </message>
    <message>
        <source>{file}: this is {format} data, not UTF-8 text. Unpack or convert it first.</source>
        <translation>{file}：这是 {format} 数据，不是 UTF-8 文本。请先解包或转换。</translation>
    </message>
    <message>
        <source>{file}: a .txt file is one document, and {size} bytes are more than the limit of {limit}. Split it, or write its documents as lines of a .jsonl file.</source>
        <translation>{file}：一个 .txt 文件就是一篇文档，{size} 字节超过了上限 {limit}。请拆分，或把各篇文档写成 .jsonl 文件的各行。</translation>
    </message>
    <message>
        <source>{folder}: there is no .jsonl or .txt file in it.</source>
        <translation>{folder}：其中没有 .jsonl 或 .txt 文件。</translation>
    </message>
    <message>
        <source>No input was given. Name .jsonl or .txt files, or folders of them.</source>
        <translation>没有给出输入。请指定 .jsonl 或 .txt 文件，或包含它们的文件夹。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is not a packing (known: halo, stream).</source>
        <translation>“{name}”不是打包方式（已知：halo、stream）。</translation>
    </message>
    <message>
        <source>{folder}: another process is preparing this data now. Wait for it.</source>
        <translation>{folder}：另一个进程正在准备这份数据。请等它完成。</translation>
    </message>
    <message>
        <source>{bad} of {lines} lines are bad, more than the limit of {limit} %. Repair the input; each bad line is named above.</source>
        <translation>{lines} 行中有 {bad} 行有问题，超过上限 {limit} %。请修复输入；每个有问题的行都已在上文列出。</translation>
    </message>
    <message>
        <source>The input gives {tokens} tokens, less than one block of {block}. Give more text or a shorter block.</source>
        <translation>输入只有 {tokens} 个词元，不足一个长度为 {block} 的块。请提供更多文本，或缩短块长。</translation>
    </message>
    <message>
        <source>--block {block} is outside 1…{largest}.</source>
        <translation>--block {block} 超出 1…{largest}。</translation>
    </message>
    <message>
        <source>A shard of {tokens} tokens is not possible; give at least 1.</source>
        <translation>无法使用 {tokens} 个词元的分片；至少为 1。</translation>
    </message>
    <message>
        <source>--out is empty. Name the folder to write.</source>
        <translation>--out 为空。请指定要写入的文件夹。</translation>
    </message>
    <message>
        <source>{folder}: no end-of-text token is named. Set &quot;eos_token&quot; in tokenizer_config.json.</source>
        <translation>{folder}：没有指定文本结束词元。请在 tokenizer_config.json 中设置“eos_token”。</translation>
    </message>
    <message>
        <source>The saved data position has no whole number &quot;{key}&quot;.</source>
        <translation>已保存的数据位置中，“{key}”不是整数。</translation>
    </message>
    <message>
        <source>The data holds no block to train on. Prepare more text or a shorter block.</source>
        <translation>数据中没有可用于训练的块。请准备更多文本，或缩短块长。</translation>
    </message>
    <message>
        <source>Rank {rank} of {ranks} is not possible.</source>
        <translation>{ranks} 个进程中不可能有第 {rank} 个。</translation>
    </message>
    <message>
        <source>The saved data position belongs to &quot;{key}&quot; {saved}, this run has {now}. Continue with the same data and seed.</source>
        <translation>已保存的数据位置的“{key}”为 {saved}，本次运行为 {now}。请用相同的数据和种子继续。</translation>
    </message>
    <message>
        <source>The saved data position belongs to another &quot;shuffle&quot; setting.</source>
        <translation>已保存的数据位置使用的是另一种“shuffle”设置。</translation>
    </message>
    <message>
        <source>{file}: shorter than when preparing was interrupted. Remove its folder and prepare again.</source>
        <translation>{file}：比准备中断时更短。请删除其文件夹并重新准备。</translation>
    </message>
    <message>
        <source>mapping</source>
        <translation>映射</translation>
    </message>
    <message>
        <source>{file}: not the manifest of prepared data. Is this a folder that &quot;halyard data prepare&quot; wrote?</source>
        <translation>{file}：不是已准备数据的清单。这是“halyard data prepare”写出的文件夹吗？</translation>
    </message>
    <message>
        <source>{file}: format version {version}; this program reads version {known}.</source>
        <translation>{file}：格式版本为 {version}；本程序能读取版本 {known}。</translation>
    </message>
    <message>
        <source>{file}: &quot;block&quot; {block} is outside 1…{largest}.</source>
        <translation>{file}：“block”为 {block}，超出 1…{largest}。</translation>
    </message>
    <message>
        <source>{file}: not a token shard (its first bytes are others). Prepare the data again.</source>
        <translation>{file}：不是词元分片（开头的字节不符）。请重新准备数据。</translation>
    </message>
    <message>
        <source>{file}: written on a machine with another byte order. Prepare the data here.</source>
        <translation>{file}：写于字节序不同的机器。请在本机准备数据。</translation>
    </message>
    <message>
        <source>{file}: shard version {version}; this program reads version {known}.</source>
        <translation>{file}：分片版本为 {version}；本程序能读取版本 {known}。</translation>
    </message>
    <message>
        <source>{file}: holds {blocks} blocks of {block} tokens; manifest.json says {expected} of {length}. Prepare the data again.</source>
        <translation>{file}：含有 {blocks} 个 {block} 词元的块；manifest.json 写的是 {expected} 个 {length} 词元的块。请重新准备数据。</translation>
    </message>
    <message>
        <source>{file}: the shard name &quot;{name}&quot; leaves the folder. Refused.</source>
        <translation>{file}：分片名“{name}”指向文件夹之外，已拒绝。</translation>
    </message>
    <message>
        <source>{file}: {size} bytes; {blocks} blocks need {expected}. The file is damaged or incomplete; prepare the data again.</source>
        <translation>{file}：{size} 字节；{blocks} 个块需要 {expected}。文件已损坏或不完整，请重新准备数据。</translation>
    </message>
    <message>
        <source>{file}: &quot;blocks&quot; {said} and &quot;tokens&quot; {tokens}, but its shards hold {blocks} blocks of {block}. Prepare the data again.</source>
        <translation>{file}：“blocks”为 {said}、“tokens”为 {tokens}，但其分片含有 {blocks} 个 {block} 词元的块。请重新准备数据。</translation>
    </message>
    <message>
        <source>Block {index} was asked for; the data has {count}.</source>
        <translation>请求了第 {index} 个块；数据共有 {count} 个。</translation>
    </message>
    <message>
        <source>{file}: its checksum is {found}, manifest.json says {expected}. The file is damaged; prepare the data again.</source>
        <translation>{file}：校验和为 {found}，manifest.json 写的是 {expected}。文件已损坏，请重新准备数据。</translation>
    </message>
    <message>
        <source>{file}: token {id} at position {position} is outside the vocabulary of {size}. Prepare the data again.</source>
        <translation>{file}：位置 {position} 的词元 {id} 超出大小为 {size} 的词表。请重新准备数据。</translation>
    </message>
    <message>
        <source>{run}: the run has no checkpoint. Remove the folder and call the demo again.</source>
        <translation>{run}：该运行没有检查点。请删除该文件夹，再次运行演示。</translation>
    </message>
    <message>
        <source>{path} is another project. Choose another folder with --out.</source>
        <translation>{path} 是另一个项目。请用 --out 另选文件夹。</translation>
    </message>
    <message>
        <source>{path} holds something else already. Choose another folder with --out.</source>
        <translation>{path} 已存有别的内容。请用 --out 另选文件夹。</translation>
    </message>
    <message>
        <source>The text was tokenised with {text} tokens, but the model knows {model}. Prepare the data with the model&apos;s own tokenizer.</source>
        <translation>文本是用有 {text} 个词元的分词器切分的，但模型只有 {model} 个。请用模型自己的分词器准备数据。</translation>
    </message>
    <message>
        <source>The folder was not loaded with transformers: {python} cannot ({reason}).</source>
        <translation>没有用 transformers 加载该文件夹：{python} 做不到（{reason}）。</translation>
    </message>
    <message>
        <source>The folder was not loaded with transformers: no Python was found. Set HALYARD_PYTHON to one that has transformers to compare there too.</source>
        <translation>没有用 transformers 加载该文件夹：找不到 Python。请将 HALYARD_PYTHON 设为装有 transformers 的 Python，以便在那里也进行比较。</translation>
    </message>
    <message>
        <source>The folder was not loaded with transformers: {why}</source>
        <translation>没有用 transformers 加载该文件夹：{why}</translation>
    </message>
    <message>
        <source>The folder was not loaded with transformers: that took more than {seconds} s.</source>
        <translation>没有用 transformers 加载该文件夹：耗时超过 {seconds} 秒。</translation>
    </message>
    <message>
        <source>The folder was not loaded with transformers: {python} ended with {how}.</source>
        <translation>没有用 transformers 加载该文件夹：{python} 以 {how} 结束。</translation>
    </message>
    <message>
        <source>The folder was not loaded with transformers: {python} gave no answer.</source>
        <translation>没有用 transformers 加载该文件夹：{python} 没有给出结果。</translation>
    </message>
    <message>
        <source>{folder}: config.json says &quot;tie_word_embeddings&quot;: true, but lm_head.weight differs from model.embed_tokens.weight. Correct the one that is wrong.</source>
        <translation>{folder}：config.json 写有 &quot;tie_word_embeddings&quot;: true，但 lm_head.weight 与 model.embed_tokens.weight 不同。请改正有误的一方。</translation>
    </message>
    <message>
        <source>A Qwen3 model has no attn_logits_scaling; leave --attn-logits-scaling out.</source>
        <translation>Qwen3 模型没有 attn_logits_scaling；请去掉 --attn-logits-scaling。</translation>
    </message>
    <message>
        <source>as asked</source>
        <translation>按要求</translation>
    </message>
    <message>
        <source>as the run says</source>
        <translation>按该运行的设置</translation>
    </message>
    <message>
        <source>as the checkpoint&apos;s config.json says</source>
        <translation>按检查点的 config.json</translation>
    </message>
    <message>
        <source>the published setting, because none was given; --attn-logits-scaling none turns it off</source>
        <translation>未指定，因此采用论文发布的设置；--attn-logits-scaling none 可关闭它</translation>
    </message>
    <message>
        <source>No tokenizer is known for this model, so the folder has none. Give one with --tokenizer.</source>
        <translation>没有已知的分词器可用于此模型，因此文件夹中没有分词器。请用 --tokenizer 指定。</translation>
    </message>
    <message>
        <source>Read back, tensor &quot;{tensor}&quot; is not what was written. Nothing was exported; check the disk of {out}.</source>
        <translation>读回时，张量“{tensor}”与写入的不一致。没有导出任何内容；请检查 {out} 所在的磁盘。</translation>
    </message>
    <message>
        <source>Read back, the folder has {found} tensors instead of {wanted}. Nothing was exported; check the disk of {out}.</source>
        <translation>读回时，文件夹有 {found} 个张量，而不是 {wanted} 个。没有导出任何内容；请检查 {out} 所在的磁盘。</translation>
    </message>
    <message>
        <source>{checkpoint}: its logits are not finite, so it is not exported. Choose an earlier checkpoint.</source>
        <translation>{checkpoint}：其 logits 不是有限值，因此不导出。请选择更早的检查点。</translation>
    </message>
    <message>
        <source>The exported folder computes other logits than the checkpoint (relative error {error}). Nothing was exported.</source>
        <translation>导出的文件夹算出的 logits 与检查点不同（相对误差 {error}）。没有导出任何内容。</translation>
    </message>
    <message>
        <source>transformers cannot load the exported folder ({reason}). Nothing was exported.</source>
        <translation>transformers 无法加载导出的文件夹（{reason}）。没有导出任何内容。</translation>
    </message>
    <message>
        <source>transformers {version} computes other logits from the exported folder (relative error {error}). Nothing was exported.</source>
        <translation>transformers {version} 用导出的文件夹算出的 logits 不同（相对误差 {error}）。没有导出任何内容。</translation>
    </message>
    <message>
        <source>exporting</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>{folder}: tensor &quot;{tensor}&quot; has the type {type}; F32 and BF16 can be exported.</source>
        <translation>{folder}：张量“{tensor}”的类型为 {type}；可以导出 F32 和 BF16。</translation>
    </message>
    <message>
        <source>{file} must hold a JSON object.</source>
        <translation>{file} 必须是一个 JSON 对象。</translation>
    </message>
    <message>
        <source>{run} is a stage1 run: it trains mixers, not a whole model. Export a stage2 or stage3 run that continues it.</source>
        <translation>{run} 是 stage1 运行：它训练的是混合层，不是整个模型。请导出接续它的 stage2 或 stage3 运行。</translation>
    </message>
    <message>
        <source>{run} has no checkpoint of step {step}; &quot;halyard status&quot; names the newest.</source>
        <translation>{run} 没有第 {step} 步的检查点；“halyard status”会给出最新的一个。</translation>
    </message>
    <message>
        <source>A newer checkpoint was passed over. {why}</source>
        <translation>跳过了一个更新的检查点。{why}</translation>
    </message>
    <message>
        <source>{run} has no intact checkpoint yet, so there is nothing to export.</source>
        <translation>{run} 还没有完好的检查点，没有可导出的内容。</translation>
    </message>
    <message>
        <source>Give either --run or --checkpoint: what is to be exported.</source>
        <translation>请给出 --run 或 --checkpoint：要导出什么。</translation>
    </message>
    <message>
        <source>--step belongs to --run; a checkpoint folder is one step already.</source>
        <translation>--step 属于 --run；检查点文件夹本身就是某一步。</translation>
    </message>
    <message>
        <source>{folder} has no tokenizer.json; --tokenizer must be a folder with a tokenizer.</source>
        <translation>{folder} 没有 tokenizer.json；--tokenizer 必须是带分词器的文件夹。</translation>
    </message>
    <message>
        <source>{checkpoint} holds weights that are not finite. Choose an earlier one with --step.</source>
        <translation>{checkpoint} 含有非有限的权重。请用 --step 选择更早的一个。</translation>
    </message>
    <message>
        <source>{folder} is a run, not a checkpoint: use --run.</source>
        <translation>{folder} 是运行，不是检查点：请使用 --run。</translation>
    </message>
    <message>
        <source>&quot;{out}&quot; names no folder; --out must be the name of the folder to write.</source>
        <translation>“{out}”不是文件夹名；--out 必须是要写入的文件夹的名称。</translation>
    </message>
    <message>
        <source>{out} is a symbolic link; name the folder itself.</source>
        <translation>{out} 是符号链接；请直接指定文件夹本身。</translation>
    </message>
    <message>
        <source>{out} lies in {source}, or around it; export to a folder of its own.</source>
        <translation>{out} 位于 {source} 之中或包含它；请导出到单独的文件夹。</translation>
    </message>
    <message>
        <source>{out} is not a folder. Choose another name.</source>
        <translation>{out} 不是文件夹。请另选名称。</translation>
    </message>
    <message>
        <source>{out} exists and is not an earlier export; nothing was written. Choose another folder, or remove it first.</source>
        <translation>{out} 已存在，且不是先前的导出；没有写入任何内容。请另选文件夹，或先删除它。</translation>
    </message>
    <message>
        <source>The tokenizer asked for Python code of its own (&quot;auto_map&quot;); it was left out, tokenizer.json alone is used.</source>
        <translation>分词器要求使用它自己的 Python 代码（“auto_map”）；已忽略，只使用 tokenizer.json。</translation>
    </message>
    <message>
        <source>{file}: token &quot;{token}&quot; has the id {id}, but the model knows {count} tokens. Give the model&apos;s own tokenizer with --tokenizer.</source>
        <translation>{file}：词元“{token}”的编号为 {id}，但模型只有 {count} 个词元。请用 --tokenizer 指定模型自己的分词器。</translation>
    </message>
    <message>
        <source>{file}: {what}. The checkpoint is damaged; an older one is needed.</source>
        <translation>{file}：{what}。检查点已损坏，需要更早的一个。</translation>
    </message>
    <message>
        <source>its content does not match its own checksum</source>
        <translation>内容与它自身的校验和不符</translation>
    </message>
    <message>
        <source>{file}: written by another version (format {found}, this program knows {known}).</source>
        <translation>{file}：由其他版本写入（格式 {found}，本程序支持 {known}）。</translation>
    </message>
    <message>
        <source>a field is missing or of the wrong kind</source>
        <translation>缺少某个字段，或字段类型不对</translation>
    </message>
    <message>
        <source>removing</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>saving the checkpoint</source>
        <translation>保存检查点</translation>
    </message>
    <message>
        <source>the file is missing</source>
        <translation>缺少该文件</translation>
    </message>
    <message>
        <source>the file has {size} bytes, the manifest says {expected}</source>
        <translation>文件有 {size} 字节，清单写的是 {expected}</translation>
    </message>
    <message>
        <source>the content of the file has changed since it was saved</source>
        <translation>文件内容在保存之后发生了变化</translation>
    </message>
    <message>
        <source>it belongs to step {step}</source>
        <translation>它属于第 {step} 步</translation>
    </message>
    <message>
        <source>Keeping the last {count} checkpoints is not enough: at least 2 are kept, so that a damaged one has a predecessor.</source>
        <translation>只保留最近 {count} 个检查点不够：至少保留 2 个，这样损坏时还有前一个可用。</translation>
    </message>
    <message>
        <source>{source}: the document must be a JSON object, not {found}.</source>
        <translation>{source}：文档必须是 JSON 对象，而不是 {found}。</translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; is missing; it must be {wanted}.</source>
        <translation>{source}：缺少“{key}”；它必须是{wanted}。</translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; is {found}; it must be {wanted}.</source>
        <translation>{source}：“{key}”是 {found}；它必须是{wanted}。</translation>
    </message>
    <message>
        <source>a whole number from {low} to {high}</source>
        <translation>{low} 到 {high} 的整数</translation>
    </message>
    <message>
        <source>a number from {low} to {high}</source>
        <translation>{low} 到 {high} 的数</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 或 false</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>a list of names</source>
        <translation>名称列表</translation>
    </message>
    <message>
        <source>{source}: &quot;lightning_nkv&quot; is {kv}; it must divide &quot;lightning_nh&quot;, which is {heads}.</source>
        <translation>{source}：“lightning_nkv”为 {kv}；它必须能整除“lightning_nh”（{heads}）。</translation>
    </message>
    <message>
        <source>{source}: &quot;lightning_nh&quot; times &quot;lightning_head_dim&quot; is {width}; at most {limit} is allowed.</source>
        <translation>{source}：“lightning_nh”乘“lightning_head_dim”为 {width}；最多允许 {limit}。</translation>
    </message>
    <message>
        <source>{source}: &quot;lightning_head_dim&quot; is {value}; with &quot;lightning_use_rope&quot; it must equal &quot;head_dim&quot;, which is {headDim}.</source>
        <translation>{source}：“lightning_head_dim”为 {value}；启用“lightning_use_rope”时它必须等于“head_dim”（{headDim}）。</translation>
    </message>
    <message>
        <source>{source}: &quot;lightning_head_dim&quot; is {value}; with rotary embeddings it must be even.</source>
        <translation>{source}：“lightning_head_dim”为 {value}；使用旋转位置编码时它必须是偶数。</translation>
    </message>
    <message>
        <source>{place}: the constant {value} is outside the allowed range: above 0, at most 1000000000.</source>
        <translation>{place}：常数 {value} 超出允许范围：大于 0，不超过 1000000000。</translation>
    </message>
    <message>
        <source>{place}: the second word &quot;{word}&quot; must be a number from 2 to 1000000000.</source>
        <translation>{place}：第二个词“{word}”必须是 2 到 1000000000 的数。</translation>
    </message>
    <message>
        <source>{place}: &quot;{text}&quot; is one word. The published code reads it as A = 362, and it may be meant as an A of its own: write &quot;hype 362&quot; for the first, &quot;hype A&quot; with your number for the second (the published setting is &quot;hype 500&quot;), or &quot;none&quot;.</source>
        <translation>{place}：“{text}”只有一个词。发布的代码把它读作 A = 362，而它也可能指另一个 A：前者请写“hype 362”，后者请写“hype A”并填上您的数（论文设置是“hype 500”），或者写“none”。</translation>
    </message>
    <message>
        <source>{place}: &quot;{text}&quot; must be &quot;none&quot;, a number, or two words such as &quot;hype 500&quot;.</source>
        <translation>{place}：“{text}”必须是“none”、一个数，或两个词，例如“hype 500”。</translation>
    </message>
    <message>
        <source>{place}: {found} must be null, a number, or two words such as &quot;hype 500&quot;.</source>
        <translation>{place}：{found} 必须是 null、一个数，或两个词，例如“hype 500”。</translation>
    </message>
    <message>
        <source>qwen3 or hypenet</source>
        <translation>qwen3 或 hypenet</translation>
    </message>
    <message>
        <source>{source} asks to run Python code from the model (&quot;auto_map&quot;). This program never runs model code; architecture &quot;{type}&quot; is not supported (supported: qwen3, hypenet).</source>
        <translation>{source} 要求运行模型自带的 Python 代码（“auto_map”）。本程序从不运行模型代码；不支持架构“{type}”（支持：qwen3、hypenet）。</translation>
    </message>
    <message>
        <source>{source}: &quot;model_type&quot; is &quot;{type}&quot;; supported are qwen3 and hypenet.</source>
        <translation>{source}：“model_type”为“{type}”；支持 qwen3 和 hypenet。</translation>
    </message>
    <message>
        <source>silu</source>
        <translation>silu</translation>
    </message>
    <message>
        <source>false: sliding-window attention is not supported</source>
        <translation>false：不支持滑动窗口注意力</translation>
    </message>
    <message>
        <source>0: dropout is not supported</source>
        <translation>0：不支持 dropout</translation>
    </message>
    <message>
        <source>full_attention in every layer</source>
        <translation>每层都是 full_attention</translation>
    </message>
    <message>
        <source>an object or null</source>
        <translation>对象或 null</translation>
    </message>
    <message>
        <source>default: scaled rotary embeddings are not supported</source>
        <translation>default：不支持缩放的旋转位置编码</translation>
    </message>
    <message>
        <source>{source}: &quot;num_key_value_heads&quot; is {kv}; it must divide &quot;num_attention_heads&quot;, which is {heads}.</source>
        <translation>{source}：“num_key_value_heads”为 {kv}；它必须能整除“num_attention_heads”（{heads}）。</translation>
    </message>
    <message>
        <source>{source}: &quot;num_attention_heads&quot; times &quot;head_dim&quot; is {width}; at most {limit} is allowed.</source>
        <translation>{source}：“num_attention_heads”乘“head_dim”为 {width}；最多允许 {limit}。</translation>
    </message>
    <message>
        <source>{source}: &quot;mixer_types&quot; names {given} layers, but &quot;num_hidden_layers&quot; is {layers}.</source>
        <translation>{source}：“mixer_types”列出了 {given} 层，但“num_hidden_layers”为 {layers}。</translation>
    </message>
    <message>
        <source>float32 or bfloat16</source>
        <translation>float32 或 bfloat16</translation>
    </message>
    <message>
        <source>{source}: &quot;head_dim&quot; is {value}; with rotary embeddings it must be even.</source>
        <translation>{source}：“head_dim”为 {value}；使用旋转位置编码时它必须是偶数。</translation>
    </message>
    <message>
        <source>{index}: shard name &quot;{shard}&quot; leaves the model folder. Refused.</source>
        <translation>{index}：分片名“{shard}”指向模型文件夹之外，已拒绝。</translation>
    </message>
    <message>
        <source>{index}: shard name &quot;{shard}&quot; does not end in .safetensors. Refused.</source>
        <translation>{index}：分片名“{shard}”不以 .safetensors 结尾，已拒绝。</translation>
    </message>
    <message>
        <source>{index}: shard &quot;{shard}&quot; is missing: it is a broken symbolic link in the model folder.</source>
        <translation>{index}：缺少分片“{shard}”：它在模型文件夹中是失效的符号链接。</translation>
    </message>
    <message>
        <source>{index}: shard &quot;{shard}&quot; is missing: there is no such file in the model folder.</source>
        <translation>{index}：缺少分片“{shard}”：模型文件夹中没有这个文件。</translation>
    </message>
    <message>
        <source>{index}: shard &quot;{shard}&quot; is a symbolic link out of the model folder. Refused.</source>
        <translation>{index}：分片“{shard}”是指向模型文件夹之外的符号链接，已拒绝。</translation>
    </message>
    <message>
        <source>{index}: &quot;weight_map&quot; must be an object that names the shard of each tensor.</source>
        <translation>{index}：“weight_map”必须是给出每个张量所在分片的对象。</translation>
    </message>
    <message>
        <source>{index}: the shard of tensor &quot;{tensor}&quot; must be a file name.</source>
        <translation>{index}：张量“{tensor}”的分片必须是文件名。</translation>
    </message>
    <message>
        <source>{index}: &quot;total_size&quot; is {claimed}, but the tensors have {bytes} bytes. The index does not belong to these shards.</source>
        <translation>{index}：“total_size”为 {claimed}，但张量共有 {bytes} 字节。索引不属于这些分片。</translation>
    </message>
    <message>
        <source>{folder}: there is no such folder.</source>
        <translation>{folder}：没有这个文件夹。</translation>
    </message>
    <message>
        <source>{folder}: neither model.safetensors nor model.safetensors.index.json is there.</source>
        <translation>{folder}：既没有 model.safetensors，也没有 model.safetensors.index.json。</translation>
    </message>
    <message>
        <source>{index}: tensor &quot;{tensor}&quot; is in shard &quot;{shard}&quot;, but the index does not name it.</source>
        <translation>{index}：张量“{tensor}”在分片“{shard}”中，但索引没有列出它。</translation>
    </message>
    <message>
        <source>{index}: tensor &quot;{tensor}&quot; is in shard &quot;{shard}&quot;, but the index says &quot;{listed}&quot;.</source>
        <translation>{index}：张量“{tensor}”在分片“{shard}”中，但索引写的是“{listed}”。</translation>
    </message>
    <message>
        <source>{index}: tensor &quot;{tensor}&quot; is not in its shard &quot;{shard}&quot;.</source>
        <translation>{index}：张量“{tensor}”不在其分片“{shard}”中。</translation>
    </message>
    <message>
        <source>{config}: &quot;vocab_size&quot; and &quot;hidden_size&quot; ask for {wanted}, but model.embed_tokens.weight has {shape}.</source>
        <translation>{config}：按“vocab_size”和“hidden_size”应为 {wanted}，但 model.embed_tokens.weight 是 {shape}。</translation>
    </message>
    <message>
        <source>{file}: file changed while being read. Try again.</source>
        <translation>{file}：读取过程中文件发生了变化。请重试。</translation>
    </message>
    <message>
        <source>{file}: this is a Git LFS pointer of {size} bytes, not the file itself. Run &quot;git lfs pull&quot; in its folder.</source>
        <translation>{file}：这是 {size} 字节的 Git LFS 指针，不是文件本身。请在其文件夹中运行“git lfs pull”。</translation>
    </message>
    <message>
        <source>{file}: this is a web page of {size} bytes, not a safetensors file. Download the file itself again.</source>
        <translation>{file}：这是 {size} 字节的网页，不是 safetensors 文件。请重新下载文件本身。</translation>
    </message>
    <message>
        <source>{file}: the file is {size} bytes; a safetensors file needs at least 8. The download is probably incomplete.</source>
        <translation>{file}：文件有 {size} 字节；safetensors 文件至少需要 8 字节。下载很可能不完整。</translation>
    </message>
    <message>
        <source>{file}: header claims {claimed} bytes; the limit is {limit}. This is not a safetensors file, or it is damaged.</source>
        <translation>{file}：文件头声称有 {claimed} 字节，上限为 {limit}。这不是 safetensors 文件，或者已损坏。</translation>
    </message>
    <message>
        <source>{file}: header says {claimed} bytes but only {follow} follow. The download is probably incomplete.</source>
        <translation>{file}：文件头声称有 {claimed} 字节，但后面只有 {follow}。下载很可能不完整。</translation>
    </message>
    <message>
        <source>mapping into memory</source>
        <translation>映射到内存</translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: {type} {shape} cannot be stored.</source>
        <translation>{file}：张量“{tensor}”：无法存储 {type} {shape}。</translation>
    </message>
    <message>
        <source>{file}: {extra} bytes more than the declared tensors hold.</source>
        <translation>{file}：比声明的张量多出 {extra} 字节。</translation>
    </message>
    <message>
        <source>{file}: {given} of {declared} bytes of tensor data were written; nothing is kept.</source>
        <translation>{file}：{declared} 字节张量数据中写入了 {given}；没有保留任何内容。</translation>
    </message>
    <message>
        <source>{file}: header is not valid JSON at byte {byte}, near &quot;{token}&quot;. The file is damaged.</source>
        <translation>{file}：文件头在第 {byte} 字节处（“{token}”附近）不是有效的 JSON。文件已损坏。</translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: shape is impossible ({detail} is too large).</source>
        <translation>{file}：张量“{tensor}”：形状不可能（{detail} 过大）。</translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: shape is impossible (more than {detail} dimensions).</source>
        <translation>{file}：张量“{tensor}”：形状不可能（超过 {detail} 维）。</translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: &quot;data_offsets&quot; must be {detail} byte positions.</source>
        <translation>{file}：张量“{tensor}”：“data_offsets”必须是 {detail} 个字节位置。</translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: &quot;{detail}&quot; is missing from the header.</source>
        <translation>{file}：张量“{tensor}”：文件头中缺少“{detail}”。</translation>
    </message>
    <message>
        <source>{file}: metadata &quot;{key}&quot; is listed twice. Refused.</source>
        <translation>{file}：元数据“{key}”出现了两次，已拒绝。</translation>
    </message>
    <message>
        <source>{file}: &quot;{key}&quot; is listed twice. Refused.</source>
        <translation>{file}：“{key}”出现了两次，已拒绝。</translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: unknown field &quot;{detail}&quot; (known: dtype, shape, data_offsets).</source>
        <translation>{file}：张量“{tensor}”：未知字段“{detail}”（已知：dtype、shape、data_offsets）。</translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: &quot;{detail}&quot; is listed twice. Refused.</source>
        <translation>{file}：张量“{tensor}”：“{detail}”出现了两次，已拒绝。</translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: unknown data type &quot;{type}&quot; (known: {known}).</source>
        <translation>{file}：张量“{tensor}”：未知数据类型“{type}”（已知：{known}）。</translation>
    </message>
    <message>
        <source>{file}: header is not valid JSON at byte 0: it must be an object, not {found}.</source>
        <translation>{file}：文件头在第 0 字节处不是有效的 JSON：它必须是对象，而不是 {found}。</translation>
    </message>
    <message>
        <source>{file}: metadata value for &quot;{key}&quot; must be text, not {found}.</source>
        <translation>{file}：“{key}”的元数据值必须是文本，而不是 {found}。</translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: shape is impossible ({detail} is not a whole number of at least 0).</source>
        <translation>{file}：张量“{tensor}”：形状不可能（{detail} 不是 0 以上的整数）。</translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: &quot;data_offsets&quot; holds {detail}; byte positions are whole numbers of at least 0.</source>
        <translation>{file}：张量“{tensor}”：“data_offsets”含有 {detail}；字节位置是 0 以上的整数。</translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: &quot;dtype&quot; must be a name, not {detail}.</source>
        <translation>{file}：张量“{tensor}”：“dtype”必须是名称，而不是 {detail}。</translation>
    </message>
    <message>
        <source>{file}: &quot;{tensor}&quot; must be an object, not {detail}.</source>
        <translation>{file}：“{tensor}”必须是对象，而不是 {detail}。</translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot; is listed twice. Refused.</source>
        <translation>{file}：张量“{tensor}”出现了两次，已拒绝。</translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: shape {shape} is impossible (product overflows).</source>
        <translation>{file}：张量“{tensor}”：形状 {shape} 不可能（乘积溢出）。</translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: {count} {type} values do not fill whole bytes.</source>
        <translation>{file}：张量“{tensor}”：{count} 个 {type} 值不能填满整字节。</translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: {type} {shape} needs {needed} bytes, header gives {given}.</source>
        <translation>{file}：张量“{tensor}”：{type} {shape} 需要 {needed} 字节，文件头给出 {given}。</translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: its bytes begin at {begin} and end at {end}.</source>
        <translation>{file}：张量“{tensor}”：其字节从 {begin} 开始，到 {end} 结束。</translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: bytes {begin}–{end} overlap tensor &quot;{other}&quot;.</source>
        <translation>{file}：张量“{tensor}”：字节 {begin}–{end} 与张量“{other}”重叠。</translation>
    </message>
    <message>
        <source>{file}: gap of {gap} bytes before tensor &quot;{tensor}&quot;.</source>
        <translation>{file}：张量“{tensor}”之前有 {gap} 字节的空隙。</translation>
    </message>
    <message>
        <source>{file}: data is {missing} bytes short (header describes {described}, file has {size}). Download it again.</source>
        <translation>{file}：数据少了 {missing} 字节（文件头描述 {described}，文件有 {size}）。请重新下载。</translation>
    </message>
    <message>
        <source>{file}: {extra} extra bytes after the last tensor. Refused: a safetensors file must contain nothing else.</source>
        <translation>{file}：最后一个张量之后多出 {extra} 字节，已拒绝：safetensors 文件不得含有其他内容。</translation>
    </message>
    <message>
        <source>{file}: the header is empty. The file is damaged.</source>
        <translation>{file}：文件头为空。文件已损坏。</translation>
    </message>
    <message>
        <source>{file}: header is not valid JSON at byte 0: it begins with a byte-order mark.</source>
        <translation>{file}：文件头在第 0 字节处不是有效的 JSON：它以字节序标记开头。</translation>
    </message>
    <message>
        <source>{file}: header is not valid UTF-8 at byte {byte}. The file is damaged.</source>
        <translation>{file}：文件头在第 {byte} 字节处不是有效的 UTF-8。文件已损坏。</translation>
    </message>
    <message>
        <source>This model has no tensor &quot;{name}&quot;.</source>
        <translation>此模型没有张量“{name}”。</translation>
    </message>
    <message>
        <source>Tensor &quot;{name}&quot; has the shape {found}; the model&apos;s configuration asks for {wanted}.</source>
        <translation>张量“{name}”的形状为 {found}；模型配置要求 {wanted}。</translation>
    </message>
    <message>
        <source>{folder}: tensor &quot;{name}&quot; has the shape {found}; config.json asks for {wanted}.</source>
        <translation>{folder}：张量“{name}”的形状为 {found}；config.json 要求 {wanted}。</translation>
    </message>
    <message>
        <source>{folder}: config.json says {layers} layers, but there are only {count} tensors.</source>
        <translation>{folder}：config.json 写有 {layers} 层，但只有 {count} 个张量。</translation>
    </message>
    <message>
        <source>{folder}: tensors are missing: {names}. The folder is incomplete, or its config.json belongs to another model.</source>
        <translation>{folder}：缺少张量：{names}。文件夹不完整，或其 config.json 属于别的模型。</translation>
    </message>
    <message>
        <source>{folder}: tensors that config.json has no place for: {names}.</source>
        <translation>{folder}：config.json 中没有这些张量的位置：{names}。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is not a mixer this program has (known: {known}).</source>
        <translation>“{name}”不是本程序具有的混合层（已知：{known}）。</translation>
    </message>
    <message>
        <source>{folder}: tensor &quot;{tensor}&quot; of the stage-1 mixers is missing.</source>
        <translation>{folder}：缺少第一阶段混合层的张量“{tensor}”。</translation>
    </message>
    <message>
        <source>{folder}: tensor &quot;{tensor}&quot; has the shape {found}; the student&apos;s configuration asks for {wanted}.</source>
        <translation>{folder}：张量“{tensor}”的形状为 {found}；学生的配置要求 {wanted}。</translation>
    </message>
    <message>
        <source>{folder}: the student&apos;s configuration has no place for tensor &quot;{tensor}&quot;.</source>
        <translation>{folder}：学生的配置中没有张量“{tensor}”的位置。</translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{name}&quot; is of type {type}, which holds no weights this program reads.</source>
        <translation>{file}：张量“{name}”的类型为 {type}，本程序不读取此类权重。</translation>
    </message>
    <message>
        <source>Layer {layer} of the teacher is not softmax attention; a teacher has no other layers.</source>
        <translation>教师的第 {layer} 层不是 softmax 注意力；教师不能有其他层。</translation>
    </message>
    <message>
        <source>The stage-1 mixers are for {mixers} layers and the student has {student}; the teacher has {teacher}.</source>
        <translation>第一阶段混合层对应 {mixers} 层，学生有 {student} 层，教师有 {teacher} 层。</translation>
    </message>
    <message>
        <source>{path}: the event &quot;{event}&quot; has {size} bytes; the limit is {limit}.</source>
        <translation>{path}：事件“{event}”有 {size} 字节，上限为 {limit}。</translation>
    </message>
    <message>
        <source>&quot;{preset}&quot; is not a preset. Did you mean &quot;{near}&quot;?</source>
        <translation>“{preset}”不是预设。您是否想用“{near}”？</translation>
    </message>
    <message>
        <source>The preset &quot;{preset}&quot; has no {kind}; it has stage1, stage2 and stage3.</source>
        <translation>预设“{preset}”没有 {kind}；它有 stage1、stage2 和 stage3。</translation>
    </message>
    <message>
        <source>Attention layers</source>
        <translation>注意力层</translation>
    </message>
    <message>
        <source>Layers that keep softmax attention, counted from 0.</source>
        <translation>保留 softmax 注意力的层，从 0 开始计数。</translation>
    </message>
    <message>
        <source>Mixer</source>
        <translation>混合层</translation>
    </message>
    <message>
        <source>Mixer of the layers without softmax attention, by its published name.</source>
        <translation>没有 softmax 注意力的层所用的混合层，写其发布名称。</translation>
    </message>
    <message>
        <source>Rotary positions in attention</source>
        <translation>注意力中的旋转位置</translation>
    </message>
    <message>
        <source>Off is NoPE: the kept attention layers see no positions, as HyPE asks.</source>
        <translation>关闭即 NoPE：保留的注意力层看不到位置，这是 HyPE 的要求。</translation>
    </message>
    <message>
        <source>Output gate in attention</source>
        <translation>注意力输出门</translation>
    </message>
    <message>
        <source>Multiplies the output of the kept attention layers by a learned gate.</source>
        <translation>将保留的注意力层的输出乘以一个可学习的门。</translation>
    </message>
    <message>
        <source>Logits scaling</source>
        <translation>Logits 缩放</translation>
    </message>
    <message>
        <source>For evaluation and export: none, a number, or two words such as &quot;hype 500&quot;. It is off in training.</source>
        <translation>用于评估和导出：none、一个数，或两个词，例如“hype 500”。训练时关闭。</translation>
    </message>
    <message>
        <source>Expand keys and values</source>
        <translation>扩展键和值</translation>
    </message>
    <message>
        <source>Repeats the teacher&apos;s key and value heads so that each head has its own.</source>
        <translation>复制教师的键头和值头，使每个头都有自己的一份。</translation>
    </message>
    <message>
        <source>Random mixers</source>
        <translation>随机混合层</translation>
    </message>
    <message>
        <source>Starts mixers from random weights instead of the teacher&apos;s attention.</source>
        <translation>混合层从随机权重开始，而不是从教师的注意力开始。</translation>
    </message>
    <message>
        <source>Model configuration</source>
        <translation>模型配置</translation>
    </message>
    <message>
        <source>Context length</source>
        <translation>上下文长度</translation>
    </message>
    <message>
        <source>Tokens of a sequence; the prepared data must have blocks of this length.</source>
        <translation>一个序列的词元数；已准备的数据必须有这个长度的块。</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Sequences of a micro-batch, on each process.</source>
        <translation>每个进程上一个微批的序列数。</translation>
    </message>
    <message>
        <source>Accumulation</source>
        <translation>累积</translation>
    </message>
    <message>
        <source>Micro-batches of a step, on each process.</source>
        <translation>每个进程上一步的微批数。</translation>
    </message>
    <message>
        <source>Shuffle</source>
        <translation>打乱</translation>
    </message>
    <message>
        <source>Visits the blocks in a random order that depends on the seed alone.</source>
        <translation>以只取决于种子的随机顺序访问各块。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Peak, reached at the end of the warm-up.</source>
        <translation>峰值，在预热结束时达到。</translation>
    </message>
    <message>
        <source>Least learning rate</source>
        <translation>最低学习率</translation>
    </message>
    <message>
        <source>Where the schedule ends.</source>
        <translation>学习率计划结束时的值。</translation>
    </message>
    <message>
        <source>Learning rate of mixers</source>
        <translation>混合层的学习率</translation>
    </message>
    <message>
        <source>Peak for the parameters of mixers; none is the learning rate of all.</source>
        <translation>混合层参数的峰值；none 表示与总体学习率相同。</translation>
    </message>
    <message>
        <source>Beta 1</source>
        <translation>Beta 1</translation>
    </message>
    <message>
        <source>AdamW&apos;s decay of the mean of gradients.</source>
        <translation>AdamW 中梯度均值的衰减。</translation>
    </message>
    <message>
        <source>Beta 2</source>
        <translation>Beta 2</translation>
    </message>
    <message>
        <source>AdamW&apos;s decay of the mean of squared gradients.</source>
        <translation>AdamW 中梯度平方均值的衰减。</translation>
    </message>
    <message>
        <source>Epsilon</source>
        <translation>Epsilon</translation>
    </message>
    <message>
        <source>Added to the denominator of AdamW&apos;s step.</source>
        <translation>加在 AdamW 步长的分母上。</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>Decoupled decay of matrices; vectors never decay.</source>
        <translation>矩阵的解耦衰减；向量从不衰减。</translation>
    </message>
    <message>
        <source>Gradient clipping</source>
        <translation>梯度裁剪</translation>
    </message>
    <message>
        <source>Largest norm of all gradients together; 0 is off.</source>
        <translation>全部梯度的最大范数；0 表示关闭。</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>学习率计划</translation>
    </message>
    <message>
        <source>Learning rate after the warm-up: a cosine, flat with a decay at the end (wsd), or constant.</source>
        <translation>预热之后的学习率：余弦、先平后降（wsd）或恒定。</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Length of the run; give either steps or tokens.</source>
        <translation>运行的长度；步数与词元数只给一个。</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元数</translation>
    </message>
    <message>
        <source>Length of the run in tokens, rounded up to whole steps.</source>
        <translation>以词元计的运行长度，向上取整到整步。</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Steps in which the learning rate rises from 0 to its peak.</source>
        <translation>学习率从 0 升到峰值所用的步数。</translation>
    </message>
    <message>
        <source>Decay</source>
        <translation>衰减</translation>
    </message>
    <message>
        <source>wsd: steps of the decay at the end.</source>
        <translation>wsd：末尾衰减的步数。</translation>
    </message>
    <message>
        <source>Number format</source>
        <translation>数值格式</translation>
    </message>
    <message>
        <source>bfloat16 keeps float32 master weights and moments.</source>
        <translation>bfloat16 仍保留 float32 的主权重和动量。</translation>
    </message>
    <message>
        <source>Alignment loss</source>
        <translation>对齐损失</translation>
    </message>
    <message>
        <source>mse: mean of squares. l2norm: mean of norms, divided by the root of the width.</source>
        <translation>mse：平方的均值。l2norm：范数的均值，除以宽度的平方根。</translation>
    </message>
    <message>
        <source>Activation checkpointing</source>
        <translation>激活检查点</translation>
    </message>
    <message>
        <source>Computes activations twice to hold fewer of them.</source>
        <translation>把激活计算两遍，以便少存一些。</translation>
    </message>
    <message>
        <source>On a loss that is not finite</source>
        <translation>损失不是有限值时</translation>
    </message>
    <message>
        <source>The step is never applied; then the run stops, or skips the batch.</source>
        <translation>该步绝不会生效；随后停止运行，或跳过该批。</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>cpu, cuda, or one GPU by its number: cuda:0.</source>
        <translation>cpu、cuda，或用编号指定一块 GPU：cuda:0。</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>CPU threads; 0 is all cores.</source>
        <translation>CPU 线程数；0 表示全部核心。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>The same seed and settings give the same loss bits on a CPU.</source>
        <translation>在 CPU 上，相同的种子和设置给出逐位相同的损失。</translation>
    </message>
    <message>
        <source>Log every</source>
        <translation>记录间隔</translation>
    </message>
    <message>
        <source>Steps between two entries of loss and speed.</source>
        <translation>两次记录损失和速度之间的步数。</translation>
    </message>
    <message>
        <source>Held-out loss every</source>
        <translation>留出损失间隔</translation>
    </message>
    <message>
        <source>Steps between two measurements on held-out data; 0 is never.</source>
        <translation>两次在留出数据上测量之间的步数；0 表示从不测量。</translation>
    </message>
    <message>
        <source>Held-out batches</source>
        <translation>留出批数</translation>
    </message>
    <message>
        <source>Batches of one measurement on held-out data.</source>
        <translation>一次留出数据测量所用的批数。</translation>
    </message>
    <message>
        <source>Checkpoint every</source>
        <translation>检查点间隔</translation>
    </message>
    <message>
        <source>Steps between two checkpoints.</source>
        <translation>两个检查点之间的步数。</translation>
    </message>
    <message>
        <source>Checkpoints kept</source>
        <translation>保留的检查点数</translation>
    </message>
    <message>
        <source>Milestones</source>
        <translation>里程碑</translation>
    </message>
    <message>
        <source>Steps whose checkpoint is never removed.</source>
        <translation>其检查点永不删除的步。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>What the run is called in lists; the folder&apos;s name when empty.</source>
        <translation>运行在列表中的名称；为空时用文件夹名。</translation>
    </message>
    <message>
        <source>{path} is a run already. Choose another folder, or remove it first.</source>
        <translation>{path} 已经是一个运行。请另选文件夹，或先删除它。</translation>
    </message>
    <message>
        <source>{path} is a file. Choose a folder that does not exist yet.</source>
        <translation>{path} 是文件。请选择一个尚不存在的文件夹。</translation>
    </message>
    <message>
        <source>{path} is not empty. Choose a folder that does not exist yet.</source>
        <translation>{path} 不为空。请选择一个尚不存在的文件夹。</translation>
    </message>
    <message>
        <source>{path} is not a run: it has no run.json. &quot;halyard new&quot; creates one.</source>
        <translation>{path} 不是运行：它没有 run.json。“halyard new”可以创建。</translation>
    </message>
    <message>
        <source>locking</source>
        <translation>加锁</translation>
    </message>
    <message>
        <source>{path} has no checkpoint of step {step}.</source>
        <translation>{path} 没有第 {step} 步的检查点。</translation>
    </message>
    <message>
        <source>a model folder</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <source>a run or one of its checkpoints</source>
        <translation>一个运行或它的某个检查点</translation>
    </message>
    <message>
        <source>a folder that &quot;halyard data prepare&quot; made</source>
        <translation>由“halyard data prepare”生成的文件夹</translation>
    </message>
    <message>
        <source>a folder with a tokenizer</source>
        <translation>带分词器的文件夹</translation>
    </message>
    <message>
        <source>{path} has no {file}; &quot;{role}&quot; must be {meaning}.</source>
        <translation>{path} 没有 {file}；“{role}”必须是{meaning}。</translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; must be {expected}, not {found}.</source>
        <translation>{source}：“{key}”必须是{expected}，而不是 {found}。</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数</translation>
    </message>
    <message>
        <source>a number or null</source>
        <translation>数或 null</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>a list of whole numbers</source>
        <translation>整数列表</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; is not a setting. Did you mean &quot;{near}&quot;?</source>
        <translation>{source}：“{key}”不是设置项。您是否想用“{near}”？</translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; is not a setting. Remove it; &quot;halyard fields&quot; lists those that are.</source>
        <translation>{source}：“{key}”不是设置项。请删除它；“halyard fields”会列出所有设置项。</translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; may not be set from a run file. Remove it.</source>
        <translation>{source}：“{key}”不能在运行文件中设置。请删除它。</translation>
    </message>
    <message>
        <source>{source}: written by a newer version (schema {schema}, this program knows {known}).</source>
        <translation>{source}：由更新的版本写入（模式 {schema}，本程序支持 {known}）。</translation>
    </message>
    <message>
        <source>{source}: &quot;schema&quot; is {schema}; it must be {known}.</source>
        <translation>{source}：“schema”为 {schema}；它必须是 {known}。</translation>
    </message>
    <message>
        <source>{source}: &quot;kind&quot; is missing; it says what the run does, for example &quot;stage1&quot;.</source>
        <translation>{source}：缺少“kind”；它说明运行做什么，例如“stage1”。</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>{before}&quot;{name}&quot; is not a kind of run. Did you mean &quot;{near}&quot;?</source>
        <translation>{before}“{name}”不是运行类型。您是否想用“{near}”？</translation>
    </message>
    <message>
        <source>{before}&quot;{name}&quot; is not a kind of run; the kinds are {known}.</source>
        <translation>{before}“{name}”不是运行类型；类型有：{known}。</translation>
    </message>
    <message>
        <source>{source}: a run is described by a JSON object.</source>
        <translation>{source}：运行由一个 JSON 对象描述。</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; must be {expected}, not &quot;{value}&quot;.</source>
        <translation>“{key}”必须是{expected}，而不是“{value}”。</translation>
    </message>
    <message>
        <source>a finite number</source>
        <translation>有限的数</translation>
    </message>
    <message>
        <source>whole numbers with commas between them, such as 0,3,7</source>
        <translation>用逗号分隔的整数，例如 0,3,7</translation>
    </message>
    <message>
        <source>a JSON object</source>
        <translation>JSON 对象</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is not a setting. Did you mean &quot;{near}&quot;?</source>
        <translation>“{key}”不是设置项。您是否想用“{near}”？</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is not a setting; &quot;halyard fields&quot; lists those that are.</source>
        <translation>“{key}”不是设置项；“halyard fields”会列出所有设置项。</translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; looks like an access token. Remove it: run files may be shared.</source>
        <translation>{source}：“{key}”看起来像访问令牌。请删除它：运行文件可能会被共享。</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is {value}; it must be {range}.</source>
        <translation>“{key}”为 {value}；它必须{range}。</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; must be in rising order, each number once.</source>
        <translation>“{key}”必须按升序排列，每个数只出现一次。</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is &quot;{value}&quot;; it must be {range}. Did you mean &quot;{near}&quot;?</source>
        <translation>“{key}”为“{value}”；它必须{range}。您是否想用“{near}”？</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is &quot;{value}&quot;; it must be {range}.</source>
        <translation>“{key}”为“{value}”；它必须{range}。</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; must be an object.</source>
        <translation>“{key}”必须是对象。</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is not read by a run of kind {kind}; it has no effect.</source>
        <translation>{kind} 类型的运行不读取“{key}”；它不起作用。</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is longer than 200 bytes: &quot;{value}&quot;. Choose a shorter name.</source>
        <translation>“{key}”超过 200 字节：“{value}”。请选择更短的名称。</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; holds a control character: &quot;{value}&quot;. Choose a name without it.</source>
        <translation>“{key}”含有控制字符：“{value}”。请选择不含控制字符的名称。</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is &quot;{value}&quot;; a name has no &quot;/&quot;, &quot;\&quot; and &quot;..&quot;.</source>
        <translation>“{key}”为“{value}”；名称中不能有“/”、“\”和“..”。</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is &quot;{value}&quot;, a name that some systems reserve. Choose another.</source>
        <translation>“{key}”为“{value}”，有些系统保留了这个名称。请另选一个。</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is empty. Give a folder.</source>
        <translation>“{key}”为空。请给出文件夹。</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is a path of {size} bytes; the limit is 4,095.</source>
        <translation>“{key}”是 {size} 字节的路径；上限为 4,095。</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is a path with a control character or broken UTF-8: &quot;{value}&quot;.</source>
        <translation>“{key}”是含有控制字符或无效 UTF-8 的路径：“{value}”。</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is &quot;{value}&quot;; &quot;~&quot; and &quot;$&quot; are not expanded. Write the whole path.</source>
        <translation>“{key}”为“{value}”；“~”和“$”不会展开。请写出完整路径。</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is &quot;{value}&quot;; write the path without &quot;..&quot;.</source>
        <translation>“{key}”为“{value}”；请写不含“..”的路径。</translation>
    </message>
    <message>
        <source>&quot;{role}&quot;: {path} does not exist.</source>
        <translation>“{role}”：{path} 不存在。</translation>
    </message>
    <message>
        <source>&quot;{role}&quot;: {path} is not a folder.</source>
        <translation>“{role}”：{path} 不是文件夹。</translation>
    </message>
    <message>
        <source>&quot;{role}&quot;: {path} has changed since the run was created.</source>
        <translation>“{role}”：{path} 在创建运行之后发生了变化。</translation>
    </message>
    <message>
        <source>&quot;{role}&quot; is not a role of an input. Did you mean &quot;{near}&quot;?</source>
        <translation>“{role}”不是输入的角色。您是否想用“{near}”？</translation>
    </message>
    <message>
        <source>The input &quot;{role}&quot; is given twice.</source>
        <translation>输入“{role}”给出了两次。</translation>
    </message>
    <message>
        <source>The input &quot;{role}&quot; asks for step {step}; steps begin at 0.</source>
        <translation>输入“{role}”要求第 {step} 步；步数从 0 开始。</translation>
    </message>
    <message>
        <source>A run of kind {kind} needs the input &quot;{role}&quot;, {meaning}.</source>
        <translation>{kind} 类型的运行需要输入“{role}”，即{meaning}。</translation>
    </message>
    <message>
        <source>Give the length of the run either as &quot;schedule.steps&quot; ({steps}) or as &quot;schedule.tokens&quot; ({tokens}), and leave the other 0.</source>
        <translation>运行的长度请用“schedule.steps”（{steps}）或“schedule.tokens”（{tokens}）之一给出，另一个保持为 0。</translation>
    </message>
    <message>
        <source>The schedule wsd needs &quot;schedule.decay_steps&quot;; it is 0.</source>
        <translation>计划 wsd 需要“schedule.decay_steps”；现在为 0。</translation>
    </message>
    <message>
        <source>&quot;schedule.decay_steps&quot; is read by the schedule wsd only.</source>
        <translation>只有计划 wsd 读取“schedule.decay_steps”。</translation>
    </message>
    <message>
        <source>The warm-up ({warmup} steps) and the decay ({decay}) are longer than the run ({steps} steps). Shorten them or lengthen the run.</source>
        <translation>预热（{warmup} 步）与衰减（{decay} 步）之和比运行（{steps} 步）还长。请缩短它们，或加长运行。</translation>
    </message>
    <message>
        <source>&quot;optimizer.min_learning_rate&quot; is {least}, more than &quot;optimizer.learning_rate&quot;, {peak}.</source>
        <translation>“optimizer.min_learning_rate”为 {least}，大于“optimizer.learning_rate”（{peak}）。</translation>
    </message>
    <message>
        <source>&quot;train.device&quot; is &quot;{value}&quot;; it must be cpu, cuda, or cuda:N.</source>
        <translation>“train.device”为“{value}”；它必须是 cpu、cuda 或 cuda:N。</translation>
    </message>
    <message>
        <source>&quot;model.attention_layers&quot; is empty: no layer keeps softmax attention.</source>
        <translation>“model.attention_layers”为空：没有层保留 softmax 注意力。</translation>
    </message>
    <message>
        <source>&quot;model.attention_layers&quot; names layer {layer}; the teacher has {count} layers, 0…{last}.</source>
        <translation>“model.attention_layers”中有第 {layer} 层；教师有 {count} 层，编号 0…{last}。</translation>
    </message>
    <message>
        <source>&quot;model.mixer&quot; is &quot;{value}&quot;; write the name of a mixer, such as &quot;lightning-attn&quot;.</source>
        <translation>“model.mixer”为“{value}”；请写混合层的名称，例如“lightning-attn”。</translation>
    </message>
    <message>
        <source>A run of kind {kind} has no &quot;children&quot;; a pipeline has.</source>
        <translation>{kind} 类型的运行没有“children”；流水线才有。</translation>
    </message>
    <message>
        <source>&quot;{path}&quot; cannot be a run&apos;s folder. Choose a folder that does not exist yet.</source>
        <translation>“{path}”不能作为运行的文件夹。请选择一个尚不存在的文件夹。</translation>
    </message>
    <message>
        <source>{path} lies in the input &quot;{role}&quot;. Choose a folder of its own.</source>
        <translation>{path} 位于输入“{role}”之中。请选择单独的文件夹。</translation>
    </message>
    <message>
        <source>The tokenizer has no token for the byte {byte} in &quot;{piece}&quot;, nor an unknown token. Use text of its own alphabet.</source>
        <translation>分词器没有“{piece}”中字节 {byte} 的词元，也没有未知词元。请使用符合其字母表的文本。</translation>
    </message>
    <message>
        <source>{place}: &quot;{key}&quot; is missing or not {expected}.</source>
        <translation>{place}：缺少“{key}”，或它不是{expected}。</translation>
    </message>
    <message>
        <source>{place}: {value} is not a whole number from 0 to {largest}.</source>
        <translation>{place}：{value} 不是 0 到 {largest} 的整数。</translation>
    </message>
    <message>
        <source>A text of {size} bytes could not be normalised: {reason}.</source>
        <translation>{size} 字节的文本无法规范化：{reason}。</translation>
    </message>
    <message>
        <source>{file}: the &quot;eos_token&quot; &quot;{token}&quot; is not a token of tokenizer.json.</source>
        <translation>{file}：“eos_token”的“{token}”不是 tokenizer.json 中的词元。</translation>
    </message>
    <message>
        <source>{place}: matching the regex failed: {reason}.</source>
        <translation>{place}：正则表达式匹配失败：{reason}。</translation>
    </message>
    <message>
        <source>{place}: the regex exceeded its time budget on a text of {size} bytes. It backtracks without bound; use the tokenizer&apos;s original file.</source>
        <translation>{place}：正则表达式在 {size} 字节的文本上超出了时间预算。它会无限回溯；请使用分词器的原始文件。</translation>
    </message>
    <message>
        <source>{place}: a pattern of {size} bytes; allowed are 1 to {limit}.</source>
        <translation>{place}：模式有 {size} 字节；允许 1 到 {limit}。</translation>
    </message>
    <message>
        <source>{place}: the regex &quot;{pattern}&quot; cannot be used: {reason} (near byte {byte}).</source>
        <translation>{place}：无法使用正则表达式“{pattern}”：{reason}（第 {byte} 字节附近）。</translation>
    </message>
    <message>
        <source>A text of {size} bytes is too long to tokenise at once; the limit is {limit}. Split it.</source>
        <translation>{size} 字节的文本太长，无法一次切分；上限为 {limit}。请拆分。</translation>
    </message>
    <message>
        <source>The text is not valid UTF-8 at byte {byte} (0x{value}).</source>
        <translation>文本在第 {byte} 字节处（0x{value}）不是有效的 UTF-8。</translation>
    </message>
    <message>
        <source>{file}: the normalizer &quot;{type}&quot; is not supported; NFC and none are.</source>
        <translation>{file}：不支持规范化器“{type}”；支持 NFC 和无。</translation>
    </message>
    <message>
        <source>{file}: the decoder &quot;{type}&quot; is not supported; ByteLevel is.</source>
        <translation>{file}：不支持解码器“{type}”；支持 ByteLevel。</translation>
    </message>
    <message>
        <source>{file}: truncation: &quot;stride&quot; {stride} must be less than &quot;max_length&quot; {length}.</source>
        <translation>{file}：截断：“stride”（{stride}）必须小于“max_length”（{length}）。</translation>
    </message>
    <message>
        <source>{file}: the added token with the id {id} is empty.</source>
        <translation>{file}：编号为 {id} 的附加词元为空。</translation>
    </message>
    <message>
        <source>{file}: the added token &quot;{token}&quot; has the id {id}, which collides with the vocabulary or another added token.</source>
        <translation>{file}：附加词元“{token}”的编号 {id} 与词表或另一个附加词元冲突。</translation>
    </message>
    <message>
        <source>{file}: the added token &quot;{token}&quot; is listed twice.</source>
        <translation>{file}：附加词元“{token}”出现了两次。</translation>
    </message>
    <message>
        <source>{file}: not an object. Is this a tokenizer.json?</source>
        <translation>{file}：不是对象。这是 tokenizer.json 吗？</translation>
    </message>
    <message>
        <source>{file}: token &quot;{token}&quot; has the id {id}; allowed are 0 to {largest}.</source>
        <translation>{file}：词元“{token}”的编号为 {id}；允许 0 到 {largest}。</translation>
    </message>
    <message>
        <source>{file}: token &quot;{token}&quot; has the id {id}, which another token already has: &quot;{other}&quot;.</source>
        <translation>{file}：词元“{token}”的编号 {id} 已属于另一个词元“{other}”。</translation>
    </message>
    <message>
        <source>{file}: merge #{number} is not two tokens (&quot;a b&quot; or [&quot;a&quot;, &quot;b&quot;]).</source>
        <translation>{file}：第 {number} 条合并规则不是两个词元（&quot;a b&quot; 或 [&quot;a&quot;, &quot;b&quot;]）。</translation>
    </message>
    <message>
        <source>{file}: merge #{number} &quot;{left}&quot;+&quot;{right}&quot; uses &quot;{token}&quot;, which is not in the vocabulary.</source>
        <translation>{file}：第 {number} 条合并规则“{left}”+“{right}”用到了“{token}”，它不在词表中。</translation>
    </message>
    <message>
        <source>{file}: merge #{number} &quot;{left}&quot;+&quot;{right}&quot; makes &quot;{token}&quot;, which is not in the vocabulary.</source>
        <translation>{file}：第 {number} 条合并规则“{left}”+“{right}”得到“{token}”，它不在词表中。</translation>
    </message>
    <message>
        <source>{file}: the model type &quot;{type}&quot; is not supported; byte-level BPE is.</source>
        <translation>{file}：不支持模型类型“{type}”；支持字节级 BPE。</translation>
    </message>
    <message>
        <source>{place}: &quot;{key}&quot; is not supported by byte-level BPE.</source>
        <translation>{place}：字节级 BPE 不支持“{key}”。</translation>
    </message>
    <message>
        <source>{place}: &quot;byte_fallback&quot;: true is not supported; every byte is already a character of byte-level BPE.</source>
        <translation>{place}：不支持 &quot;byte_fallback&quot;: true；在字节级 BPE 中每个字节本来就是一个字符。</translation>
    </message>
    <message>
        <source>{place}: &quot;dropout&quot; makes ids random and is not supported. Set it to null.</source>
        <translation>{place}：“dropout”会使编号随机，不受支持。请设为 null。</translation>
    </message>
    <message>
        <source>{place}: the &quot;unk_token&quot; &quot;{token}&quot; is not in the vocabulary.</source>
        <translation>{place}：“unk_token”的“{token}”不在词表中。</translation>
    </message>
    <message>
        <source>{place}: unknown &quot;behavior&quot; &quot;{name}&quot; (known: Isolated, Removed, MergedWithPrevious, MergedWithNext, Contiguous).</source>
        <translation>{place}：未知的“behavior”“{name}”（已知：Isolated、Removed、MergedWithPrevious、MergedWithNext、Contiguous）。</translation>
    </message>
    <message>
        <source>{place}: more than {limit} steps.</source>
        <translation>{place}：超过 {limit} 个步骤。</translation>
    </message>
    <message>
        <source>{place}: the template names the token &quot;{token}&quot;, which is not among its &quot;special_tokens&quot;.</source>
        <translation>{place}：模板使用了词元“{token}”，它不在“special_tokens”之中。</translation>
    </message>
    <message>
        <source>{place}: the token &quot;{token}&quot; has the id {id}, which no token has.</source>
        <translation>{place}：词元“{token}”的编号 {id} 不属于任何词元。</translation>
    </message>
    <message>
        <source>{file}: the pre-tokenizer &quot;{type}&quot; is not supported; Split and ByteLevel are.</source>
        <translation>{file}：不支持预分词器“{type}”；支持 Split 和 ByteLevel。</translation>
    </message>
    <message>
        <source>{place}: &quot;{type}&quot; after ByteLevel is not supported; ByteLevel must be the last step.</source>
        <translation>{place}：不支持在 ByteLevel 之后使用“{type}”；ByteLevel 必须是最后一步。</translation>
    </message>
    <message>
        <source>{place}: there is no ByteLevel step; only byte-level BPE is supported.</source>
        <translation>{place}：没有 ByteLevel 步骤；只支持字节级 BPE。</translation>
    </message>
    <message>
        <source>{file}: the post-processor &quot;{type}&quot; is not supported; ByteLevel and TemplateProcessing are.</source>
        <translation>{file}：不支持后处理器“{type}”；支持 ByteLevel 和 TemplateProcessing。</translation>
    </message>
    <message>
        <source>&quot;{loss}&quot; is not a loss of stage 1; it must be mse or l2norm.</source>
        <translation>“{loss}”不是第一阶段的损失；它必须是 mse 或 l2norm。</translation>
    </message>
    <message>
        <source>The data holds token {token} in block {block}; the model knows {count} tokens. Prepare the data with this model&apos;s tokenizer.</source>
        <translation>数据在第 {block} 块中含有词元 {token}；模型只有 {count} 个词元。请用此模型的分词器准备数据。</translation>
    </message>
    <message>
        <source>&quot;model.attention_layers&quot; names layer {layer}; the teacher has {count} layers, numbered from 0.</source>
        <translation>“model.attention_layers”中有第 {layer} 层；教师有 {count} 层，从 0 开始编号。</translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot; is {found}; {wanted} is needed here.</source>
        <translation>{file}：张量“{tensor}”为 {found}；这里需要 {wanted}。</translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot; is missing.</source>
        <translation>{file}：缺少张量“{tensor}”。</translation>
    </message>
    <message>
        <source>{file}: it holds {found} tensors; {wanted} are known here.</source>
        <translation>{file}：含有 {found} 个张量；这里已知 {wanted} 个。</translation>
    </message>
    <message>
        <source>{file}: &quot;{key}&quot; is missing or is no count.</source>
        <translation>{file}：缺少“{key}”，或它不是计数。</translation>
    </message>
    <message>
        <source>A run of kind {kind} needs the input &quot;{role}&quot;.</source>
        <translation>{kind} 类型的运行需要输入“{role}”。</translation>
    </message>
    <message>
        <source>{path}: its blocks have {found} tokens; &quot;data.context_length&quot; is {wanted}. Prepare the data with --block {wanted}, or change the setting.</source>
        <translation>{path}：其块有 {found} 个词元；“data.context_length”为 {wanted}。请用 --block {wanted} 准备数据，或修改该设置。</translation>
    </message>
    <message>
        <source>{path}: it holds no block of text.</source>
        <translation>{path}：其中没有文本块。</translation>
    </message>
    <message>
        <source>{path}: its tokenizer has {found} tokens; the model knows {known}. Prepare the data with this model&apos;s tokenizer.</source>
        <translation>{path}：其分词器有 {found} 个词元；模型有 {known} 个。请用此模型的分词器准备数据。</translation>
    </message>
    <message>
        <source>{path}: made with another tokenizer (hash {found}, that of {model} is {wanted}). Prepare the data with this model&apos;s tokenizer.</source>
        <translation>{path}：由另一个分词器生成（哈希 {found}，而 {model} 的为 {wanted}）。请用此模型的分词器准备数据。</translation>
    </message>
    <message>
        <source>The teacher knows {teacher} tokens and the student {student}; they must be equal.</source>
        <translation>教师有 {teacher} 个词元，学生有 {student} 个；两者必须相等。</translation>
    </message>
    <message>
        <source>&quot;train.device&quot; is &quot;{device}&quot;; this build trains on the CPU. Set it to cpu.</source>
        <translation>“train.device”为“{device}”；此构建在 CPU 上训练。请设为 cpu。</translation>
    </message>
    <message>
        <source>{run}: the run has no checkpoint yet. Run it first.</source>
        <translation>{run}：该运行还没有检查点。请先运行它。</translation>
    </message>
    <message>
        <source>{run}: there is no checkpoint of step {step}.</source>
        <translation>{run}：没有第 {step} 步的检查点。</translation>
    </message>
    <message>
        <source>{checkpoint} belongs to another run.json than this run&apos;s. Restore run.json, or start a new run.</source>
        <translation>{checkpoint} 属于另一份 run.json。请恢复 run.json，或新建运行。</translation>
    </message>
    <message>
        <source>Step {step}: the {what} is not finite (tensor {tensor}, group {group}, data blocks {blocks}); the step was not applied.</source>
        <translation>第 {step} 步：{what} 不是有限值（张量 {tensor}，参数组 {group}，数据块 {blocks}）；该步没有生效。</translation>
    </message>
    <message>
        <source>{run} has checkpoints already. Continue it with: halyard run {run} --resume</source>
        <translation>{run} 已有检查点。继续运行：halyard run {run} --resume</translation>
    </message>
    <message>
        <source>The process that measures memory ended with {code}.</source>
        <translation>测量内存的进程以 {code} 结束。</translation>
    </message>
    <message>
        <source>{folder}: made with another tokenizer (hash {data} vs {tokenizer}). Prepare the data with this one.</source>
        <translation>{folder}：由另一个分词器生成（哈希 {data}，对比 {tokenizer}）。请用这个分词器准备数据。</translation>
    </message>
    <message>
        <source>The kernels for {name} differ from their definition by {error}; at most {allowed} is allowed. This processor or this build computes wrongly; do not train with it.</source>
        <translation>{name} 的内核与其定义相差 {error}；最多允许 {allowed}。此处理器或此构建计算有误；请勿用它训练。</translation>
    </message>
    <message>
        <source>{folder}: there is no tokenizer.json, so --prompt cannot be read; give --tokenizer or --ids.</source>
        <translation>{folder}：没有 tokenizer.json，无法读取 --prompt；请给出 --tokenizer 或 --ids。</translation>
    </message>
    <message>
        <source>{folder}: the tokenizer gives token {id}, but the model has {vocabulary}.</source>
        <translation>{folder}：分词器给出词元 {id}，但模型只有 {vocabulary} 个。</translation>
    </message>
    <message>
        <source>--prompt is empty; give at least one token.</source>
        <translation>--prompt 为空；请至少给出一个词元。</translation>
    </message>
    <message>
        <source>Give either --prompt or --ids.</source>
        <translation>请给出 --prompt 或 --ids。</translation>
    </message>
    <message>
        <source>The objective align needs a student whose every layer has a linear mixer; this one keeps softmax attention in a layer.</source>
        <translation>align 目标要求学生的每一层都有线性混合层；这个学生有一层保留了 softmax 注意力。</translation>
    </message>
    <message>
        <source>The student&apos;s layers or hidden size differ from the teacher&apos;s.</source>
        <translation>学生的层数或隐藏维度与教师不同。</translation>
    </message>
    <message>
        <source>--objective is &quot;{given}&quot;; it must be align, distill, or finetune.</source>
        <translation>--objective 为“{given}”；它必须是 align、distill 或 finetune。</translation>
    </message>
    <message>
        <source>The objective {objective} needs --teacher, a model folder.</source>
        <translation>目标 {objective} 需要 --teacher，即模型文件夹。</translation>
    </message>
    <message>
        <source>{file}: next-token prediction needs rows of two ids or more.</source>
        <translation>{file}：预测下一个词元需要每行至少两个编号。</translation>
    </message>
    <message>
        <source>--steps goes with --dry: &quot;--steps 2 --dry&quot; tries two steps and keeps nothing.</source>
        <translation>--steps 须与 --dry 一起使用：“--steps 2 --dry”试运行两步，什么也不保留。</translation>
    </message>
    <message>
        <source>{file}: a list of lists of token ids is needed, such as [[1, 2, 3]].</source>
        <translation>{file}：需要由词元编号列表组成的列表，例如 [[1, 2, 3]]。</translation>
    </message>
    <message>
        <source>{file}: row {row} is not a list of at least one token id.</source>
        <translation>{file}：第 {row} 行不是至少含一个词元编号的列表。</translation>
    </message>
    <message>
        <source>{file}: row {row} has {found} ids and row 0 has {wanted}; all rows must be equally long.</source>
        <translation>{file}：第 {row} 行有 {found} 个编号，第 0 行有 {wanted} 个；各行长度必须相等。</translation>
    </message>
    <message>
        <source>{file}: row {row} holds {value}; token ids of this model are integers from 0 to {last}.</source>
        <translation>{file}：第 {row} 行含有 {value}；此模型的词元编号是 0 到 {last} 的整数。</translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; is {found}; the teacher has {wanted}.</source>
        <translation>{source}：“{key}”为 {found}；教师为 {wanted}。</translation>
    </message>
    <message>
        <source>{source}: &quot;tie_word_embeddings&quot; differs from the teacher&apos;s.</source>
        <translation>{source}：“tie_word_embeddings”与教师的不同。</translation>
    </message>
    <message>
        <source>{source}: &quot;model_type&quot; must be hypenet.</source>
        <translation>{source}：“model_type”必须是 hypenet。</translation>
    </message>
    <message>
        <source>{run} is running already. &quot;halyard status {run}&quot; says where it stands, &quot;halyard run {run} --attach&quot; follows it.</source>
        <translation>{run} 已在运行。“halyard status {run}”可查看进度，“halyard run {run} --attach”可跟随它。</translation>
    </message>
    <message>
        <source>{run} has not begun. Start it with: halyard run {run}</source>
        <translation>{run} 尚未开始。启动：halyard run {run}</translation>
    </message>
    <message>
        <source>{run}: the process that {file} names is not on this machine any more, or does not answer. Nothing was stopped.</source>
        <translation>{run}：{file} 所指的进程已不在本机，或没有应答。没有停止任何东西。</translation>
    </message>
    <message>
        <source>&quot;{id}&quot; cannot be the id of a command: letters, digits, &quot;-&quot; and &quot;_&quot;, at most 64.</source>
        <translation>“{id}”不能作为命令的编号：只能用字母、数字、“-”和“_”，最多 64 个。</translation>
    </message>
    <message>
        <source>halyard-agent was not found beside {path}; it supervises runs. Install it there.</source>
        <translation>在 {path} 旁边找不到 halyard-agent；运行由它监管。请把它安装到那里。</translation>
    </message>
    <message>
        <source>{agent} ended before it could start {run}; {log} may say why.</source>
        <translation>{agent} 在启动 {run} 之前就结束了；原因可能写在 {log} 中。</translation>
    </message>
    <message>
        <source>The answer has {size} bytes; a message holds at most {limit}.</source>
        <translation>应答有 {size} 字节；一条消息最多 {limit}。</translation>
    </message>
    <message>
        <source>The agent sent a line in UTF-16 where UTF-8 is spoken. The connection was closed; runs are not affected.</source>
        <translation>代理发来了 UTF-16 的行，而这里使用 UTF-8。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>The workbench sent a line in UTF-16 where UTF-8 is spoken. The connection was closed; runs are not affected.</source>
        <translation>工作台发来了 UTF-16 的行，而这里使用 UTF-8。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>The agent sent an unreadable line ({reason}). The connection was closed; runs are not affected.</source>
        <translation>代理发来了无法读取的行（{reason}）。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>The workbench sent an unreadable line ({reason}). The connection was closed; runs are not affected.</source>
        <translation>工作台发来了无法读取的行（{reason}）。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>The agent sent a line that is not a JSON object but begins &quot;{text}&quot;. The connection was closed; runs are not affected.</source>
        <translation>代理发来的行不是 JSON 对象，其开头是“{text}”。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>The workbench sent a line that is not a JSON object but begins &quot;{text}&quot;. The connection was closed; runs are not affected.</source>
        <translation>工作台发来的行不是 JSON 对象，其开头是“{text}”。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>The workbench sent a request whose &quot;id&quot; is not 1 to 64 letters, digits, &quot;-&quot; or &quot;_&quot;. The connection was closed; runs are not affected.</source>
        <translation>工作台发来的请求的“id”不是 1 到 64 个字母、数字、“-”或“_”。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>A request needs &quot;verb&quot;, a text.</source>
        <translation>请求需要文本“verb”。</translation>
    </message>
    <message>
        <source>The request &quot;{verb}&quot; needs &quot;params&quot; to be an object.</source>
        <translation>请求“{verb}”的“params”必须是对象。</translation>
    </message>
    <message>
        <source>The agent sent a message without its number (&quot;seq&quot;). The connection was closed; runs are not affected.</source>
        <translation>代理发来的消息没有编号（“seq”）。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>The agent sent a message that is no greeting, answer or push. The connection was closed; runs are not affected.</source>
        <translation>代理发来的消息既不是问候、应答，也不是推送。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>The agent sent an answer with neither &quot;ok&quot; nor a readable &quot;error&quot;. The connection was closed; runs are not affected.</source>
        <translation>代理的应答既没有“ok”，也没有可读的“error”。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>The agent sent message {found} where message {expected} was due. The connection was closed; runs are not affected.</source>
        <translation>代理发来了消息 {found}，而应为消息 {expected}。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>The id {id} was that of another request. Nothing was done.</source>
        <translation>编号 {id} 已被另一个请求使用。没有执行任何操作。</translation>
    </message>
    <message>
        <source>The agent did not greet within the first {limit} bytes; the login prints &quot;{text}&quot;. Make the login quiet, or start the agent by hand to see what it says.</source>
        <translation>代理在前 {limit} 字节内没有问候；登录时输出了“{text}”。请让登录保持安静，或手动启动代理查看它的输出。</translation>
    </message>
    <message>
        <source>The agent sent an unreadable line ({size} bytes or more, limit {limit}). The connection was closed; runs are not affected.</source>
        <translation>代理发来了无法读取的行（{size} 字节以上，上限 {limit}）。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>The workbench sent an unreadable line ({size} bytes or more, limit {limit}). The connection was closed; runs are not affected.</source>
        <translation>工作台发来了无法读取的行（{size} 字节以上，上限 {limit}）。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>The agent began a line of {size} bytes and did not end it for {seconds} seconds. The connection was closed; runs are not affected.</source>
        <translation>代理开始了一行（{size} 字节），{seconds} 秒内没有结束。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>The workbench began a line of {size} bytes and did not end it for {seconds} seconds. The connection was closed; runs are not affected.</source>
        <translation>工作台开始了一行（{size} 字节），{seconds} 秒内没有结束。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>The agent ended before its greeting; it printed &quot;{text}&quot;.</source>
        <translation>代理在问候之前就结束了；它输出了“{text}”。</translation>
    </message>
    <message>
        <source>The agent ended in the middle of a line ({size} bytes of it came). Runs are not affected.</source>
        <translation>代理在一行中间结束（已收到 {size} 字节）。运行不受影响。</translation>
    </message>
    <message>
        <source>The workbench ended in the middle of a line ({size} bytes of it came). Runs are not affected.</source>
        <translation>工作台在一行中间结束（已收到 {size} 字节）。运行不受影响。</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>时间限制</translation>
    </message>
    <message>
        <source>Hours after which the run is stopped as by &quot;halyard stop&quot;; each start counts anew. 0 is no limit.</source>
        <translation>经过多少小时后像“halyard stop”那样停止运行；每次启动重新计时。0 表示没有限制。</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>The machine was restarted while the run was going on.</source>
        <translation>运行进行期间机器重新启动了。</translation>
    </message>
    <message>
        <source>The supervisor of the run ended without a word; the run ended with it.</source>
        <translation>运行的监管进程无声地结束了；运行随之结束。</translation>
    </message>
    <message>
        <source>The run ended without saying how; the machine or the supervising program was stopped.</source>
        <translation>运行结束时没有说明原因；机器或监管程序被停止了。</translation>
    </message>
    <message>
        <source>The summary of a run has a &quot;{key}&quot; of another type.</source>
        <translation>运行摘要中的“{key}”类型不符。</translation>
    </message>
    <message>
        <source>Training runs in one process; {count} were asked for. Start the run without --processes.</source>
        <translation>训练在一个进程中进行；要求了 {count} 个。请不带 --processes 启动运行。</translation>
    </message>
    <message>
        <source>The notes of {run} were changed by {actor} meanwhile. Look at them and write yours again.</source>
        <translation>{run} 的备注已被 {actor} 修改。请查看后重新填写。</translation>
    </message>
    <message>
        <source>Type the name of the run, &quot;{run}&quot;, to move it to the trash. Nothing was done.</source>
        <translation>要把运行移入回收站，请输入它的名称“{run}”。没有执行任何操作。</translation>
    </message>
    <message>
        <source>{run} is in the queue. Take it out of the queue first.</source>
        <translation>{run} 在队列中。请先将它移出队列。</translation>
    </message>
    <message>
        <source>{run} is running. Stop it first.</source>
        <translation>{run} 正在运行。请先停止它。</translation>
    </message>
    <message>
        <source>There is no &quot;{name}&quot; in the trash.</source>
        <translation>回收站中没有“{name}”。</translation>
    </message>
    <message>
        <source>There is another run &quot;{run}&quot; by now. Move that one to the trash first.</source>
        <translation>现在已有另一个运行“{run}”。请先把那一个移入回收站。</translation>
    </message>
    <message>
        <source>{run} is not as it was shown: by now it is &quot;{state}&quot;. Nothing was done.</source>
        <translation>{run} 与显示的不同：现在是“{state}”。没有执行任何操作。</translation>
    </message>
    <message>
        <source>{run} was paused by {actor} {seconds} s ago. Nothing was done.</source>
        <translation>{run} 在 {seconds} 秒前被 {actor} 暂停。没有执行任何操作。</translation>
    </message>
    <message>
        <source>{run} was continued by {actor} {seconds} s ago. Nothing was done.</source>
        <translation>{run} 在 {seconds} 秒前被 {actor} 继续。没有执行任何操作。</translation>
    </message>
    <message>
        <source>{run} was stopped by {actor} {seconds} s ago. Nothing was done.</source>
        <translation>{run} 在 {seconds} 秒前被 {actor} 停止。没有执行任何操作。</translation>
    </message>
    <message>
        <source>&quot;{command}&quot; is not a command: stop, stop_now, pause or resume.</source>
        <translation>“{command}”不是命令：可用 stop、stop_now、pause 或 resume。</translation>
    </message>
    <message>
        <source>{run} is not running. Nothing was done.</source>
        <translation>{run} 没有在运行。没有执行任何操作。</translation>
    </message>
    <message>
        <source>{path} is not a regular file.</source>
        <translation>{path} 不是普通文件。</translation>
    </message>
    <message>
        <source>The request &quot;{verb}&quot; needs &quot;{key}&quot;, a text.</source>
        <translation>请求“{verb}”需要文本“{key}”。</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; of the request &quot;{verb}&quot; has {size} bytes; the limit is {limit}.</source>
        <translation>请求“{verb}”的“{key}”有 {size} 字节；上限为 {limit}。</translation>
    </message>
    <message>
        <source>The request &quot;{verb}&quot; needs &quot;{key}&quot;, a whole number of 0 or more.</source>
        <translation>请求“{verb}”需要“{key}”，即 0 以上的整数。</translation>
    </message>
    <message>
        <source>The request &quot;{verb}&quot; needs &quot;{key}&quot; to be true or false.</source>
        <translation>请求“{verb}”的“{key}”必须是 true 或 false。</translation>
    </message>
    <message>
        <source>The request &quot;{verb}&quot; needs &quot;{key}&quot;, an object.</source>
        <translation>请求“{verb}”需要对象“{key}”。</translation>
    </message>
    <message>
        <source>{path} is not a project: there is no such folder.</source>
        <translation>{path} 不是项目：没有这个文件夹。</translation>
    </message>
    <message>
        <source>{file} was written by a newer version (schema {found}, this program knows {known}). The project can be read, not changed.</source>
        <translation>{file} 由更新的版本写入（模式 {found}，本程序支持 {known}）。该项目可以读取，不能修改。</translation>
    </message>
    <message>
        <source>{file} has no &quot;schema&quot; number. The project can be read, not changed.</source>
        <translation>{file} 没有“schema”编号。该项目可以读取，不能修改。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; cannot be the name of a run: at most 120 bytes without &quot;/&quot;, &quot;\&quot; and control characters, not beginning with a dot.</source>
        <translation>“{name}”不能作为运行的名称：最多 120 字节，不含“/”、“\”和控制字符，且不以点开头。</translation>
    </message>
    <message>
        <source>There is no run &quot;{run}&quot; in {project}.</source>
        <translation>{project} 中没有运行“{run}”。</translation>
    </message>
    <message>
        <source>{file} was written by a newer version (schema {found}, this program knows {known}).</source>
        <translation>{file} 由更新的版本写入（模式 {found}，本程序支持 {known}）。</translation>
    </message>
    <message>
        <source>{file} is not a queue. Remove it, and put the runs into the queue again.</source>
        <translation>{file} 不是队列。请删除它，并重新把运行加入队列。</translation>
    </message>
    <message>
        <source>{run} is running already.</source>
        <translation>{run} 已在运行。</translation>
    </message>
    <message>
        <source>{run} is done already.</source>
        <translation>{run} 已经完成。</translation>
    </message>
    <message>
        <source>{run} has begun before. Put it into the queue to be continued.</source>
        <translation>{run} 以前开始过。请把它加入队列以便继续。</translation>
    </message>
    <message>
        <source>{run} is in the queue already; {actor} put it there.</source>
        <translation>{run} 已在队列中，由 {actor} 加入。</translation>
    </message>
    <message>
        <source>{run} runs already. Stop it instead.</source>
        <translation>{run} 已在运行。请改为停止它。</translation>
    </message>
    <message>
        <source>{run} is not in the queue any more.</source>
        <translation>{run} 已不在队列中。</translation>
    </message>
    <message>
        <source>&quot;{verb}&quot; is not a request this agent knows.</source>
        <translation>此代理不认识请求“{verb}”。</translation>
    </message>
    <message>
        <source>The run reached its time limit of {hours} hours (&quot;limits.hours&quot;) and was stopped.</source>
        <translation>运行达到 {hours} 小时的时间限制（“limits.hours”），已被停止。</translation>
    </message>
    <message>
        <source>{who} was refused the memory it asked for and ended itself. Use a smaller batch or context. It said: {words}</source>
        <translation>{who} 申请内存被拒绝，自行结束。请减小批大小或上下文。它说：{words}</translation>
    </message>
    <message>
        <source>{who} ended with exit code {code} and said nothing.</source>
        <translation>{who} 以退出码 {code} 结束，没有说明原因。</translation>
    </message>
    <message>
        <source>{words}</source>
        <translation>{words}</translation>
    </message>
    <message>
        <source>{who} ended with exit code {code}; its last words: {words}</source>
        <translation>{who} 以退出码 {code} 结束；它最后说：{words}</translation>
    </message>
    <message>
        <source>{who} was ended by the kernel because memory ran out (signal 9). Use a smaller batch or context, or a machine with more memory.</source>
        <translation>内存耗尽，{who} 被内核结束（信号 9）。请减小批大小或上下文，或使用内存更大的机器。</translation>
    </message>
    <message>
        <source>{who} was killed by signal 9; the kernel&apos;s record shows no out-of-memory kill, so a person or another program sent it.</source>
        <translation>{who} 被信号 9 杀死；内核记录中没有内存耗尽的处理，因此是由人或其他程序发出的。</translation>
    </message>
    <message>
        <source>{who} was killed by signal 9; whether memory ran out cannot be seen on this machine.</source>
        <translation>{who} 被信号 9 杀死；在这台机器上无法判断是否内存耗尽。</translation>
    </message>
    <message>
        <source>The run was stopped at once; what came after its newest checkpoint is lost.</source>
        <translation>运行被立即停止；最新检查点之后的内容已丢失。</translation>
    </message>
    <message>
        <source>{who} crashed by an invalid access to memory (signal {number}, {name}); this is a fault of the program.</source>
        <translation>{who} 因非法内存访问而崩溃（信号 {number}，{name}）；这是程序的缺陷。</translation>
    </message>
    <message>
        <source>{who} was ended by signal {number} ({name}).</source>
        <translation>{who} 被信号 {number}（{name}）结束。</translation>
    </message>
    <message>
        <source>The workbench speaks version {theirs} of the protocol, this agent {oldest} to {ours}. Use the agent that belongs to the workbench.</source>
        <translation>工作台使用协议版本 {theirs}，此代理支持 {oldest} 到 {ours}。请使用与工作台配套的代理。</translation>
    </message>
    <message>
        <source>Say &quot;hello&quot; with the version of the protocol first.</source>
        <translation>请先发送带协议版本的“hello”。</translation>
    </message>
    <message>
        <source>This workbench is older than the agent: it can look at runs, but not command them. Update the workbench.</source>
        <translation>此工作台比代理旧：可以查看运行，但不能下达命令。请更新工作台。</translation>
    </message>
    <message>
        <source>The request failed: {reason}.</source>
        <translation>请求失败：{reason}。</translation>
    </message>
    <message>
        <source>--marker takes 32 hexadecimal digits in lower case, not &quot;{text}&quot;.</source>
        <translation>--marker 需要 32 位小写十六进制数字，而不是“{text}”。</translation>
    </message>
    <message>
        <source>&quot;{file}&quot; is not the name of a log.</source>
        <translation>“{file}”不是日志的名称。</translation>
    </message>
    <message>
        <source>&quot;{what}&quot; cannot be followed: events, log, status or runs.</source>
        <translation>“{what}”不能跟随：可用 events、log、status 或 runs。</translation>
    </message>
    <message>
        <source>{count} things are followed already, the most of one connection.</source>
        <translation>已在跟随 {count} 项，这是一个连接的上限。</translation>
    </message>
    <message>
        <source>There is no run &quot;{run}&quot; any more.</source>
        <translation>已经没有运行“{run}”。</translation>
    </message>
    <message>
        <source>{run} was lost at step {step}. Continue it with: halyard run {run} --resume</source>
        <translation>{run} 在第 {step} 步失去联系。继续运行：halyard run {run} --resume</translation>
    </message>
    <message>
        <source>setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>The agent ended it without saying why.</source>
        <translation>代理结束了它，没有说明原因。</translation>
    </message>
    <message>
        <source>The connection was lost before the answer came. Look whether it was done, and ask again if not.</source>
        <translation>应答到来之前连接已断开。请查看是否已执行，若没有请重新请求。</translation>
    </message>
    <message>
        <source>The agent sends faster than it can be read ({size} bytes wait). The connection was closed; runs are not affected.</source>
        <translation>代理发送得比读取快（有 {size} 字节在等待）。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>The agent sent an unexpected greeting. The connection was closed; runs are not affected.</source>
        <translation>代理发来了意外的问候。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>The agent on {host} speaks version {theirs} of the protocol, this program {ours}. Use the agent that belongs to this program.</source>
        <translation>{host} 上的代理使用协议版本 {theirs}，本程序使用 {ours}。请使用与本程序配套的代理。</translation>
    </message>
    <message>
        <source>The agent answered a request that was not made ({id}). The connection was closed; runs are not affected.</source>
        <translation>代理应答了没有发出的请求（{id}）。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>The agent sent a push of no stream. The connection was closed; runs are not affected.</source>
        <translation>代理发来的推送不属于任何流。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>Nothing was heard from the agent for {seconds} seconds. Runs may be going on.</source>
        <translation>已有 {seconds} 秒没有收到代理的消息。运行可能仍在进行。</translation>
    </message>
    <message>
        <source>The agent did not greet within {seconds} seconds.</source>
        <translation>代理在 {seconds} 秒内没有问候。</translation>
    </message>
    <message>
        <source>{count} requests wait for the connection already. Nothing was done.</source>
        <translation>已有 {count} 个请求在等待连接。没有执行任何操作。</translation>
    </message>
    <message>
        <source>{program} could not be started: {reason}.</source>
        <translation>无法启动 {program}：{reason}。</translation>
    </message>
    <message>
        <source>The agent ended with exit code {code}.</source>
        <translation>代理以退出码 {code} 结束。</translation>
    </message>
    <message>
        <source>The agent ended with exit code {code}: {text}</source>
        <translation>代理以退出码 {code} 结束：{text}</translation>
    </message>
    <message>
        <source>The agent sent a push whose &quot;{key}&quot; is missing or of another type. The connection was closed; runs are not affected.</source>
        <translation>代理发来的推送缺少“{key}”或其类型不符。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>The agent sent a piece of a file that has not the bytes it says. The connection was closed; runs are not affected.</source>
        <translation>代理发来的文件片段与其声明的字节数不符。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>The agent sent a file from byte {found} where byte {expected} was due. The connection was closed; runs are not affected.</source>
        <translation>代理从第 {found} 字节发送文件，而应从第 {expected} 字节开始。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>The agent sent &quot;{found}&quot; where the run &quot;{expected}&quot; is followed. The connection was closed; runs are not affected.</source>
        <translation>代理发来了“{found}”，而跟随的是运行“{expected}”。连接已关闭；运行不受影响。</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>sequences</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>{path}: {action} failed: the disk quota is used up. Free some space and try again.</source>
        <translation>{path}：{action}失败：磁盘配额已用完。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>reading or writing</source>
        <translation>读取或写入</translation>
    </message>
    <message>
        <source>--input takes STAGE.ROLE=DIR of a pipeline, such as stage3.data=data/4096, not &quot;{text}&quot;.</source>
        <translation>--input 的写法是流水线的 STAGE.ROLE=DIR，例如 stage3.data=data/4096，而不是“{text}”。</translation>
    </message>
    <message>
        <source>--input is for a pipeline. Use --data, --held-out, --teacher, --student or --tokenizer.</source>
        <translation>--input 用于流水线。请使用 --data、--held-out、--teacher、--student 或 --tokenizer。</translation>
    </message>
    <message>
        <source>{file}: header is nested deeper than {depth} levels. The file is damaged.</source>
        <translation>{file}：文件头嵌套超过 {depth} 层。文件已损坏。</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>头数</translation>
    </message>
    <message>
        <source>Heads of lightning attention; the teacher&apos;s attention heads unless given.</source>
        <translation>lightning 注意力的头数；未给出时用教师的注意力头数。</translation>
    </message>
    <message>
        <source>Key and value heads</source>
        <translation>键值头数</translation>
    </message>
    <message>
        <source>Must divide the heads. Unless given: all heads with &quot;model.expand_kv_proj&quot;, else the teacher&apos;s key and value heads.</source>
        <translation>必须能整除头数。未给出时：启用“model.expand_kv_proj”则为全部头数，否则为教师的键值头数。</translation>
    </message>
    <message>
        <source>Width of a head</source>
        <translation>头的宽度</translation>
    </message>
    <message>
        <source>The teacher&apos;s unless given; equal to it with rotary positions.</source>
        <translation>未给出时用教师的；使用旋转位置时必须与之相等。</translation>
    </message>
    <message>
        <source>Scale of queries</source>
        <translation>查询的缩放</translation>
    </message>
    <message>
        <source>Multiplies the output of lightning attention; d is the width of a head.</source>
        <translation>乘以 lightning 注意力的输出；d 是头的宽度。</translation>
    </message>
    <message>
        <source>Rotary positions</source>
        <translation>旋转位置</translation>
    </message>
    <message>
        <source>Rotates queries and keys of lightning attention by their positions.</source>
        <translation>按位置旋转 lightning 注意力的查询和键。</translation>
    </message>
    <message>
        <source>Norm of queries and keys</source>
        <translation>查询和键的归一化</translation>
    </message>
    <message>
        <source>RMSNorm over each head&apos;s queries and keys, as the teacher has it.</source>
        <translation>对每个头的查询和键做 RMSNorm，与教师相同。</translation>
    </message>
    <message>
        <source>Norm of the output</source>
        <translation>输出的归一化</translation>
    </message>
    <message>
        <source>RMSNorm over the outputs of all heads together.</source>
        <translation>对所有头的输出一起做 RMSNorm。</translation>
    </message>
    <message>
        <source>Output gate</source>
        <translation>输出门</translation>
    </message>
    <message>
        <source>Multiplies the output by the sigmoid of a learned projection.</source>
        <translation>将输出乘以一个可学习投影的 sigmoid。</translation>
    </message>
    <message>
        <source>Short convolution</source>
        <translation>短卷积</translation>
    </message>
    <message>
        <source>A causal convolution along time over queries, keys and values.</source>
        <translation>沿时间对查询、键和值做因果卷积。</translation>
    </message>
    <message>
        <source>Width of the convolution</source>
        <translation>卷积宽度</translation>
    </message>
    <message>
        <source>Tokens that the short convolution sees, the newest included.</source>
        <translation>短卷积所见的词元数，包含最新的一个。</translation>
    </message>
    <message>
        <source>Newest checkpoints that stay, at least two, so that a damaged one has a predecessor; the last finite one and milestones always stay.</source>
        <translation>保留最新的若干个检查点，至少两个，这样损坏时还有前一个可用；最后一个数值有限的检查点和里程碑总会保留。</translation>
    </message>
    <message>
        <source>{run} still runs, but with settings that are others by now. Stop it first.</source>
        <translation>{run} 仍在运行，但其设置现在已经不同。请先停止它。</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is not a setting of a mixer. Did you mean &quot;{near}&quot;?</source>
        <translation>“{key}”不是混合层的设置项。您是否想用“{near}”？</translation>
    </message>
    <message>
        <source>&quot;{role}&quot; is children/{name}, but no run before this one is called &quot;{name}&quot;.</source>
        <translation>“{role}”为 children/{name}，但在此之前没有名为“{name}”的运行。</translation>
    </message>
    <message>
        <source>Its run {child} {state}. {reason}</source>
        <translation>其运行 {child}：{state}。{reason}</translation>
    </message>
    <message>
        <source>The command was ended by signal {number}.</source>
        <translation>命令被信号 {number} 结束。</translation>
    </message>
    <message>
        <source>The command ended with exit code {code} and said nothing.</source>
        <translation>命令以退出码 {code} 结束，没有说明原因。</translation>
    </message>
    <message>
        <source>{sentence}</source>
        <translation>{sentence}</translation>
    </message>
    <message>
        <source>{path} is not a job: it has no job.json.</source>
        <translation>{path} 不是作业：它没有 job.json。</translation>
    </message>
    <message>
        <source>A job is named by 1 to 64 letters, digits or &quot;-&quot;, not &quot;{id}&quot;.</source>
        <translation>作业名称由 1 到 64 个字母、数字或“-”组成，而不是“{id}”。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; cannot be the name of a folder: use 1 to 120 characters without &quot;/&quot;, not beginning with &quot;.&quot;.</source>
        <translation>“{name}”不能作为文件夹的名称：使用 1 到 120 个字符，不含“/”，且不以“.”开头。</translation>
    </message>
    <message>
        <source>&quot;inputs&quot; must be a list of 1 to {most} files or folders.</source>
        <translation>“inputs”必须是由 1 到 {most} 个文件或文件夹组成的列表。</translation>
    </message>
    <message>
        <source>&quot;inputs&quot; must be a list of paths.</source>
        <translation>“inputs”必须是路径列表。</translation>
    </message>
    <message>
        <source>There is no job &quot;{id}&quot; in this project.</source>
        <translation>此项目中没有作业“{id}”。</translation>
    </message>
    <message>
        <source>The job ended without saying how; the machine or the program that ran it was stopped.</source>
        <translation>作业结束时没有说明原因；机器或运行它的程序被停止了。</translation>
    </message>
    <message>
        <source>Disk full: the run needs {need} to go on, but {path} has {have} left. Free some space; it then goes on by itself.</source>
        <translation>磁盘已满：运行需要 {need} 才能继续，但 {path} 只剩 {have}。请释放一些空间，运行随后会自动继续。</translation>
    </message>
    <message>
        <source>{path} has {have} left on its disk, but the run needs {need}: {count} checkpoints of {each} each. Free some space, or keep fewer (train.keep_checkpoints, train.milestones).</source>
        <translation>{path} 所在磁盘只剩 {have}，但运行需要 {need}：{count} 个检查点，每个 {each}。请释放一些空间，或减少保留的检查点（train.keep_checkpoints、train.milestones）。</translation>
    </message>
    <message>
        <source>Disk full: nothing can be written below {path}, though {have} are free; a quota may be used up. Free some space; the run then goes on by itself.</source>
        <translation>磁盘已满：虽然还有 {have} 可用，但无法在 {path} 下写入，可能是配额已用尽。请释放一些空间，运行随后会自动继续。</translation>
    </message>
    <message>
        <source>The run was stopped while it waited for room on the disk of {path}. Free some space and continue with: halyard run {path} --resume</source>
        <translation>运行在等待 {path} 所在磁盘的空间时被停止。请释放一些空间，然后用以下命令继续：halyard run {path} --resume</translation>
    </message>
    <message>
        <source>There is no checkpoint to continue from; the run begins again at step 0.</source>
        <translation>没有可以继续的检查点；运行将从第 0 步重新开始。</translation>
    </message>
    <message>
        <source>Continuing is not bit-exact: {why}.</source>
        <translation>继续运行无法逐位一致：{why}。</translation>
    </message>
    <message>
        <source>The run has taken no step for {time}, where {usual} is usual: it may hang, or its process is suspended. Wait, or end it with: halyard stop {path} --now</source>
        <translation>运行已有 {time} 没有前进一步，而通常只需 {usual}：它可能已挂起，或其进程被暂停。请等待，或用以下命令结束它：halyard stop {path} --now</translation>
    </message>
    <message>
        <source>{run} is a part of {whole}. Start, stop or remove that run as a whole. Nothing was done.</source>
        <translation>{run} 是 {whole} 的一部分。请将该运行作为整体来启动、停止或删除。未做任何更改。</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>小时</translation>
    </message>
    <message>
        <source>pretrain: the architecture as a config.json of family qwen3, unless it starts from a model. Other kinds: keys of the mixers that differ from the defaults.</source>
        <translation>pretrain：qwen3 系列的 config.json 形式的架构，从某个模型开始时除外。其他类型：与默认值不同的混合器键。</translation>
    </message>
    <message>
        <source>a model folder, a run, or one of its checkpoints</source>
        <translation>模型文件夹、运行或其某个检查点</translation>
    </message>
    <message>
        <source>&quot;model.config&quot; is set, but the model of the input &quot;start&quot; says what it is. Leave out one of them.</source>
        <translation>已设置“model.config”，但输入“start”的模型已说明它是什么。请去掉其中一个。</translation>
    </message>
    <message>
        <source>&quot;{task}&quot; is not a synthetic task; they are {known}.</source>
        <translation>“{task}”不是合成任务；可用的有 {known}。</translation>
    </message>
    <message>
        <source>The task {task} needs {needed} different words of letters; the tokenizer has {found}.</source>
        <translation>任务 {task} 需要 {needed} 个不同的字母单词；分词器只有 {found} 个。</translation>
    </message>
    <message>
        <source>Rank {rank} was suspended, and the run took no step for {time}; all {count} ranks were ended. Continue from the newest checkpoint with: halyard run {path} --resume --processes {count}</source>
        <translation>第 {rank} 号进程被暂停，运行已有 {time} 没有前进一步；全部 {count} 个进程已被结束。可从最新检查点继续：halyard run {path} --resume --processes {count}</translation>
    </message>
    <message>
        <source>Rank {rank} took no step for {time} while the others waited for it; all {count} ranks were ended, and log/hang.txt says what each did. Continue from the newest checkpoint with: halyard run {path} --resume --processes {count}</source>
        <translation>第 {rank} 号进程已有 {time} 没有前进一步，其他进程都在等它；全部 {count} 个进程已被结束，log/hang.txt 记下了各自在做什么。可从最新检查点继续：halyard run {path} --resume --processes {count}</translation>
    </message>
    <message>
        <source>No rank took a step for {time}; all {count} were ended, and log/hang.txt says what each did. Continue from the newest checkpoint with: halyard run {path} --resume --processes {count}</source>
        <translation>所有进程已有 {time} 没有前进一步；全部 {count} 个进程已被结束，log/hang.txt 记下了各自在做什么。可从最新检查点继续：halyard run {path} --resume --processes {count}</translation>
    </message>
    <message>
        <source>--selection and --set {key} both name the attention layers. Give one of them.</source>
        <translation>--selection 与 --set {key} 都指定了注意力层。请只给其中一个。</translation>
    </message>
    <message>
        <source>{selection} is a selection for {wanted} layers, but the teacher has {found}. Rank a sweep of this teacher.</source>
        <translation>{selection} 是为 {wanted} 层的模型所选，而教师有 {found} 层。请对该教师的逐层替换结果排序。</translation>
    </message>
    <message>
        <source>{place}: this is no sample of lm-evaluation-harness: it has no &quot;doc_id&quot;.</source>
        <translation>{place}：这不是 lm-evaluation-harness 的样本：没有“doc_id”。</translation>
    </message>
    <message>
        <source>{file}: item {number} is there twice, of two runs or filters; the samples are not used.</source>
        <translation>{file}：题目 {number} 出现两次，来自两次运行或两个过滤器；未使用这些样本。</translation>
    </message>
    <message>
        <source>{file}: the mean of {metric} is not the {value} of {place}; the samples are not used.</source>
        <translation>{file}：{metric} 的平均值不是 {place} 处的 {value}；未使用这些样本。</translation>
    </message>
    <message>
        <source>{file}: no &quot;results&quot; section. Is this an lm-eval output file?</source>
        <translation>{file}：没有“results”部分。这是 lm-eval 的输出文件吗？</translation>
    </message>
    <message>
        <source>{place}: the line is longer than {mib} MiB, or there are more than ten million; move the file away to rank without it.</source>
        <translation>{place}：该行超过 {mib} MiB，或行数超过一千万；移走该文件即可不用它排序。</translation>
    </message>
    <message>
        <source>{place}: the log ends here without a table of results; nothing of it is used.</source>
        <translation>{place}：日志到此结束而没有结果表；未使用其中任何内容。</translation>
    </message>
    <message>
        <source>{place}: the table that begins here has no row; nothing of it is used.</source>
        <translation>{place}：从这里开始的表没有任何行；未使用其中任何内容。</translation>
    </message>
    <message>
        <source>{place}: the row of the table is cut off; it is not used.</source>
        <translation>{place}：表的这一行被截断；未使用。</translation>
    </message>
    <message>
        <source>{place}: the row of the table has no task or no metric; it is not used.</source>
        <translation>{place}：表的这一行没有任务或没有指标；未使用。</translation>
    </message>
    <message>
        <source>{source}: layer {layer} lacks a task of the score; it is not ranked, and its other results are not used.</source>
        <translation>{source}：第 {layer} 层缺少评分所需的任务；不参与排序，其余结果也未使用。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is not a score. There are halo and jet-nemotron.</source>
        <translation>“{name}”不是评分方法。可用的有 halo 和 jet-nemotron。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is not a baseline. There are best-swept and teacher.</source>
        <translation>“{name}”不是基准。可用的有 best-swept 和 teacher。</translation>
    </message>
    <message>
        <source>{source}: the score {method} needs a task of {group}, and the layers have {found}. Name the tasks with --{group} TASK,TASK.</source>
        <translation>{source}：评分 {method} 需要 {group} 组的任务，而各层只有 {found}。请用 --{group} TASK,TASK 指定任务。</translation>
    </message>
    <message>
        <source>{source}: no layer has {missing}; the score is the mean of {used} alone.</source>
        <translation>{source}：没有任何层有 {missing}；评分只取 {used} 的平均。</translation>
    </message>
    <message>
        <source>{source}: the baseline is the teacher, but there are no results of the teacher for {tasks}. Use --baseline best-swept, or add them.</source>
        <translation>{source}：基准是教师，但没有教师在 {tasks} 上的结果。请用 --baseline best-swept，或补上这些结果。</translation>
    </message>
    <message>
        <source>{source}: {count} layers have results of all of {tasks}; at least two are needed to rank.</source>
        <translation>{source}：有 {count} 层具备 {tasks} 的全部结果；排序至少需要两层。</translation>
    </message>
    <message>
        <source>{name} is neither a file nor a published selection. Did you mean &quot;{near}&quot;?</source>
        <translation>{name} 既不是文件，也不是已发布的选层。您是否想用“{near}”？</translation>
    </message>
    <message>
        <source>{name} is neither a file nor a published selection; &quot;halyard select list&quot; prints those.</source>
        <translation>{name} 既不是文件，也不是已发布的选层；“halyard select list”会列出这些选层。</translation>
    </message>
    <message>
        <source>There are no intervals: no error is known of any task, or nothing was drawn.</source>
        <translation>没有区间：没有任何任务的误差已知，或未进行重抽样。</translation>
    </message>
    <message>
        <source>Intervals redraw the items of {tasks}, the same ones for every layer.</source>
        <translation>区间由重抽 {tasks} 的题目得到，各层抽取相同的题目。</translation>
    </message>
    <message>
        <source>Intervals use the printed standard errors of {tasks}, as if the layers had answered different items: they are wider than the truth.</source>
        <translation>区间采用 {tasks} 所印出的标准误差，如同各层回答的是不同题目：因此比实际更宽。</translation>
    </message>
    <message>
        <source>Intervals use the number of items of {tasks}, as if the layers had answered different items: they are wider than the truth.</source>
        <translation>区间采用 {tasks} 的题目数量，如同各层回答的是不同题目：因此比实际更宽。</translation>
    </message>
    <message>
        <source>No error is known of {tasks}: intervals take these results as exact.</source>
        <translation>{tasks} 的误差未知：区间把这些结果视为精确值。</translation>
    </message>
    <message>
        <source>Layers {kept} and {left} have the same score at the cut; the lower one is kept.</source>
        <translation>第 {kept} 层与第 {left} 层在分界处评分相同；保留编号较小的一层。</translation>
    </message>
    <message>
        <source>{source}: {count} layers are to be kept, and {measured} were measured. Choose --top between 1 and {measured}.</source>
        <translation>{source}：要保留 {count} 层，而测量了 {measured} 层。请在 1 到 {measured} 之间选择 --top。</translation>
    </message>
    <message>
        <source>{source}: &quot;selected&quot; names layer {layer} twice.</source>
        <translation>{source}：“selected”中第 {layer} 层出现两次。</translation>
    </message>
    <message>
        <source>{source}: &quot;selected&quot; is empty; a selection keeps at least one layer.</source>
        <translation>{source}：“selected”为空；选层至少保留一层。</translation>
    </message>
    <message>
        <source>{source}: &quot;selected&quot; names layer {layer}, but &quot;num_layers&quot; is {count}: layers are numbered from 0.</source>
        <translation>{source}：“selected”中有第 {layer} 层，但“num_layers”为 {count}：层从 0 开始编号。</translation>
    </message>
    <message>
        <source>{count} of {layers} layers cannot be kept. Keep between 1 and all of at most {most} layers.</source>
        <translation>无法在 {layers} 层中保留 {count} 层。请保留 1 层至全部，总层数至多 {most}。</translation>
    </message>
    <message>
        <source>{place}: &quot;{key}&quot; is not known here. Did you mean &quot;{near}&quot;?</source>
        <translation>{place}：此处没有“{key}”。您是否想用“{near}”？</translation>
    </message>
    <message>
        <source>{place}: &quot;{key}&quot; is not known here. Remove it.</source>
        <translation>{place}：此处没有“{key}”。请删除它。</translation>
    </message>
    <message>
        <source>&quot;{format}&quot;</source>
        <translation>“{format}”</translation>
    </message>
    <message>
        <source>{place} was written by a newer version (schema {found}, this program knows {known}).</source>
        <translation>{place} 由更新的版本写成（schema {found}，本程序支持到 {known}）。</translation>
    </message>
    <message>
        <source>{file}: layer {layer} is beyond the {most} layers that a model may have.</source>
        <translation>{file}：第 {layer} 层超出了模型至多 {most} 层的限制。</translation>
    </message>
    <message>
        <source>{place}: {task} ({metric}) of {model} is {now}, but {before} at {other}: two runs are mixed. Keep the files of one of them.</source>
        <translation>{place}：{model} 的 {task}（{metric}）为 {now}，但在 {other} 处为 {before}：混有两次运行。请只保留其中一次的文件。</translation>
    </message>
    <message>
        <source>{place}: {task} of {model} is given as {metric} {written}, not as a share of {wanted}; it counts as not measured.</source>
        <translation>{place}：{model} 的 {task} 给出的是 {metric} {written}，而不是 {wanted} 的比例；视为未测量。</translation>
    </message>
    <message>
        <source>{place}: {task} {metric} is {written}, which is no share that is better when higher; the task is left out (rows: {count}).</source>
        <translation>{place}：{task} {metric} 为 {written}，不是越高越好的比例；不计入该任务（行数：{count}）。</translation>
    </message>
    <message>
        <source>{place}: {task} {metric} is {written}; {used} is used instead (rows: {count}).</source>
        <translation>{place}：{task} {metric} 为 {written}；改用 {used}（行数：{count}）。</translation>
    </message>
    <message>
        <source>{folder}: there are no results of layer {layer}; it is not ranked.</source>
        <translation>{folder}：没有第 {layer} 层的结果；该层不参与排序。</translation>
    </message>
    <message>
        <source>{folder}: there is no result of {task} for layer {layer}; it counts as not measured.</source>
        <translation>{folder}：没有第 {layer} 层在 {task} 上的结果；视为未测量。</translation>
    </message>
    <message>
        <source>{folder}: there are results of layer {layer}, but the model has {count} layers.</source>
        <translation>{folder}：有第 {layer} 层的结果，但模型只有 {count} 层。</translation>
    </message>
    <message>
        <source>{folder}: no layer has a table of results. A sweep holds a folder layerN for each layer, with the logs or results of lm-evaluation-harness.{first}</source>
        <translation>{folder}：没有任何层有结果表。逐层替换的结果为每层一个 layerN 文件夹，内有 lm-evaluation-harness 的日志或结果。{first}</translation>
    </message>
    <message>
        <source>{place}: number {index} of &quot;per_item&quot; is not a number. Leave &quot;per_item&quot; out when items are missing.</source>
        <translation>{place}：“per_item”的第 {index} 项不是数字。缺少题目时请省去“per_item”。</translation>
    </message>
    <message>
        <source>{place}: &quot;value&quot; is {value}, but the mean of &quot;per_item&quot; is {mean}: they are of two runs.</source>
        <translation>{place}：“value”为 {value}，但“per_item”的平均值为 {mean}：两者来自两次运行。</translation>
    </message>
    <message>
        <source>{place}: &quot;tasks&quot; of the file does not name this task. Add it there with its metric.</source>
        <translation>{place}：文件的“tasks”中没有该任务。请在其中写上它及其指标。</translation>
    </message>
    <message>
        <source>{place}: &quot;value&quot; is null; it counts as not measured.</source>
        <translation>{place}：“value”为 null；视为未测量。</translation>
    </message>
    <message>
        <source>true; a sweep holds results that are better when higher</source>
        <translation>true；逐层替换的结果都是越高越好</translation>
    </message>
    <message>
        <source>{place}: layer {layer} is there twice: two runs are mixed. Keep one of them.</source>
        <translation>{place}：第 {layer} 层出现两次：混有两次运行。请只保留其中一个。</translation>
    </message>
    <message>
        <source>{file}: &quot;layers&quot; is empty; there is nothing to rank.</source>
        <translation>{file}：“layers”为空；没有可排序的内容。</translation>
    </message>
    <message>
        <source>{folder} holds more than {count} files; give the folder of one sweep.</source>
        <translation>{folder} 中的文件超过 {count} 个；请给出单次逐层替换结果的文件夹。</translation>
    </message>
    <message>
        <source>{one} and {other} are both layer {layer}: two runs are mixed. Keep one of them.</source>
        <translation>{one} 与 {other} 都是第 {layer} 层：混有两次运行。请只保留其中一个。</translation>
    </message>
    <message>
        <source>{one} and {other} are both the teacher&apos;s: two runs are mixed. Keep one of them.</source>
        <translation>{one} 与 {other} 都是教师的：混有两次运行。请只保留其中一个。</translation>
    </message>
    <message>
        <source>{folder} holds two sweeps, {one} and {other}. Give the folder of one of them.</source>
        <translation>{folder} 中有两组逐层替换结果，{one} 与 {other}。请给出其中一组的文件夹。</translation>
    </message>
    <message>
        <source>{folder} holds no folders layer0, layer1, … with the logs or results of a sweep.</source>
        <translation>{folder} 中没有存放逐层替换日志或结果的文件夹 layer0、layer1、…。</translation>
    </message>
    <message>
        <source>{folder} holds neither a log (*.log) nor results (results*.json).</source>
        <translation>{folder} 中既没有日志（*.log），也没有结果（results*.json）。</translation>
    </message>
    <message>
        <source>{file} is a log of the model {model}, but {other} of {before}; both are used. If they are two runs, keep the files of one of them.</source>
        <translation>{file} 是模型 {model} 的日志，而 {other} 是 {before} 的日志；两者都已使用。若它们来自两次运行，请只保留其中一次的文件。</translation>
    </message>
    <message>
        <source>{path} does not exist.</source>
        <translation>{path} 不存在。</translation>
    </message>
    <message>
        <source>Nothing can be set aside of this text ({documents} documents): nothing would be left to train on. Give more text, or leave --held-out out.</source>
        <translation>无法从这些文本（{documents} 篇文档）中留出一部分：训练将没有文本可用。请提供更多文本，或去掉 --held-out。</translation>
    </message>
    <message>
        <source>{folder}: exists already and holds something else. Remove it or name another.</source>
        <translation>{folder}：已经存在，内容是别的东西。请将其删除，或换一个名称。</translation>
    </message>
    <message>
        <source>--held-out is a share of the documents above 0 and below 1 and goes with --held-out-dir, the folder for them.</source>
        <translation>--held-out 是大于 0 且小于 1 的文档比例，须与存放这些文档的文件夹 --held-out-dir 一起给出。</translation>
    </message>
    <message>
        <source>--held-out-dir {folder} is the folder of --out, or one holds the other. Name folders beside each other.</source>
        <translation>--held-out-dir {folder} 与 --out 是同一文件夹，或一个在另一个之中。请使用并列的文件夹。</translation>
    </message>
    <message>
        <source>heads</source>
        <translation>个头</translation>
    </message>
    <message>
        <source>channels</source>
        <translation>个通道</translation>
    </message>
    <message>
        <source>--file takes TASK=FILE, such as hellaswag=validation.jsonl, not &quot;{text}&quot;.</source>
        <translation>--file 的格式为 任务=文件，例如 hellaswag=validation.jsonl，而不是“{text}”。</translation>
    </message>
    <message>
        <source>{task} needs the model&apos;s tokenizer, and there is none beside it. Give a folder with tokenizer.json as the input &quot;tokenizer&quot;.</source>
        <translation>{task} 需要模型的分词器，但模型旁边没有。请把含有 tokenizer.json 的文件夹作为输入“tokenizer”。</translation>
    </message>
    <message>
        <source>&quot;{continuation}&quot; cannot be judged behind &quot;{context}&quot;: with this tokenizer and this model&apos;s longest context nothing of one of them is left.</source>
        <translation>无法在“{context}”之后评判“{continuation}”：在此分词器和此模型的最长上下文下，其中之一什么也不剩。</translation>
    </message>
    <message>
        <source>{model}: {length} tokens need about {need} of memory and {have} are free. Leave this length out, or free some memory.</source>
        <translation>{model}：{length} 个词元约需 {need} 内存，而可用的只有 {have}。请去掉该长度，或释放一些内存。</translation>
    </message>
    <message>
        <source>&quot;train.device&quot; is &quot;{device}&quot;; this build measures on the CPU. Set it to cpu.</source>
        <translation>“train.device”为“{device}”；此版本在 CPU 上测量。请设为 cpu。</translation>
    </message>
    <message>
        <source>A run of kind {kind} measures nothing.</source>
        <translation>类型为 {kind} 的运行不测量任何东西。</translation>
    </message>
    <message>
        <source>{count} needles of the bundled teacher&apos;s language take at least {least} tokens; {length} is too short for them.</source>
        <translation>内置教师语言的 {count} 根针至少需要 {least} 个词元；{length} 太短了。</translation>
    </message>
    <message>
        <source>{file}: byte {at} is not UTF-8; filler must be plain text.</source>
        <translation>{file}：第 {at} 字节不是 UTF-8；填充内容必须是纯文本。</translation>
    </message>
    <message>
        <source>{file} holds no text; filler must be a text file with sentences.</source>
        <translation>{file} 中没有文本；填充内容必须是含有句子的文本文件。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is not a task with needles. Did you mean &quot;{near}&quot;?</source>
        <translation>“{name}”不是找针任务。您是指“{near}”吗？</translation>
    </message>
    <message>
        <source>{task} takes at least {least} tokens with this tokenizer; {length} is too short for it.</source>
        <translation>使用此分词器时，{task} 至少需要 {least} 个词元；{length} 太短了。</translation>
    </message>
    <message>
        <source>{task} cannot be made exactly {length} tokens long with this tokenizer. Choose another length.</source>
        <translation>使用此分词器无法让 {task} 恰好为 {length} 个词元。请选择其他长度。</translation>
    </message>
    <message>
        <source>{task}: this tokenizer gives questions of too many different lengths for several needles in one document. Set eval.needles to 1.</source>
        <translation>{task}：此分词器给出的问题长度相差太多，无法在一个文档中放多根针。请将 eval.needles 设为 1。</translation>
    </message>
    <message>
        <source>{task}: two questions on one document have prompts of {first} and {second} tokens with this tokenizer. Set eval.needles to 1.</source>
        <translation>{task}：使用此分词器时，同一文档的两个问题的提示分别为 {first} 和 {second} 个词元。请将 eval.needles 设为 1。</translation>
    </message>
    <message>
        <source>{place}: an item is a JSON object.</source>
        <translation>{place}：每一项应为 JSON 对象。</translation>
    </message>
    <message>
        <source>a list of texts</source>
        <translation>文本列表</translation>
    </message>
    <message>
        <source>{place}: there is no &quot;{key}&quot;; this is not the layout of {task}.</source>
        <translation>{place}：没有“{key}”；这不是 {task} 的格式。</translation>
    </message>
    <message>
        <source>{place}: &quot;{key}&quot; is {value}; it must name one of the {count} choices, counted from 0.</source>
        <translation>{place}：“{key}”为 {value}；它必须指明 {count} 个选项之一，从 0 开始计数。</translation>
    </message>
    <message>
        <source>{place}: &quot;{key}&quot; must be {expected}; this is not the layout of {task}.</source>
        <translation>{place}：“{key}”必须是{expected}；这不是 {task} 的格式。</translation>
    </message>
    <message>
        <source>{place}: a context and a choice need at least one character.</source>
        <translation>{place}：上下文和选项至少各需一个字符。</translation>
    </message>
    <message>
        <source>an object with &quot;text&quot; and &quot;label&quot;</source>
        <translation>含有“text”和“label”的对象</translation>
    </message>
    <message>
        <source>one of the labels, of which each choice has one</source>
        <translation>标签之一，每个选项各有一个标签</translation>
    </message>
    <message>
        <source>a text with a gap, &quot;_&quot;</source>
        <translation>含有空位“_”的文本</translation>
    </message>
    <message>
        <source>&quot;1&quot; or &quot;2&quot;</source>
        <translation>“1”或“2”</translation>
    </message>
    <message>
        <source>a text with at least one character</source>
        <translation>至少含一个字符的文本</translation>
    </message>
    <message>
        <source>&quot;{task}&quot; is not a task with a known layout. Did you mean &quot;{near}&quot;? A file of your own is choices:NAME or recall:NAME.</source>
        <translation>“{task}”不是格式已知的任务。您是指“{near}”吗？您自己的文件请写作 choices:名称 或 recall:名称。</translation>
    </message>
    <message>
        <source>{file} holds no items of {task}.</source>
        <translation>{file} 中没有 {task} 的项目。</translation>
    </message>
    <message>
        <source>The tokenizer gives token {id}, but the model has {vocabulary}. Use the model&apos;s own tokenizer.</source>
        <translation>分词器给出了词元 {id}，但模型只有 {vocabulary} 个。请使用模型自己的分词器。</translation>
    </message>
    <message>
        <source>&quot;eval.scalings&quot; is empty; write own for what the model says.</source>
        <translation>“eval.scalings”为空；若沿用模型的设置请写 own。</translation>
    </message>
    <message>
        <source>&quot;eval.constants&quot; holds &quot;{word}&quot;; write numbers above 0 with commas between them.</source>
        <translation>“eval.constants”中有“{word}”；请写大于 0 的数，用逗号分隔。</translation>
    </message>
    <message>
        <source>A run of kind eval needs a file of items in &quot;eval.files&quot;, such as hellaswag=validation.jsonl, or the input &quot;held_out&quot;.</source>
        <translation>类型为 eval 的运行需要在“eval.files”中给出项目文件，例如 hellaswag=validation.jsonl，或者给出输入“held_out”。</translation>
    </message>
    <message>
        <source>&quot;eval.files&quot;: {task} must name a file.</source>
        <translation>“eval.files”：{task} 必须指明一个文件。</translation>
    </message>
    <message>
        <source>&quot;eval.lengths&quot; is empty; give at least one length in tokens.</source>
        <translation>“eval.lengths”为空；请至少给出一个以词元计的长度。</translation>
    </message>
    <message>
        <source>&quot;eval.depths&quot; is empty; give at least one depth in percent.</source>
        <translation>“eval.depths”为空；请至少给出一个以百分比计的深度。</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Task files</source>
        <translation>任务文件</translation>
    </message>
    <message>
        <source>Lengths</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Tokens of a whole prompt, counted by the model&apos;s tokenizer.</source>
        <translation>整个提示的词元数，按模型的分词器计。</translation>
    </message>
    <message>
        <source>Depths</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>Where needles lie, in percent of the text; the documents of a cell take them in turn.</source>
        <translation>针所在的位置，以占文本的百分比计；同一单元的文档轮流取用。</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Independent documents of a cell.</source>
        <translation>一个单元中相互独立的文档数。</translation>
    </message>
    <message>
        <source>Needles</source>
        <translation>针</translation>
    </message>
    <message>
        <source>Needles of a document that are asked for one after the other; they cost one reading of the document together. RULER has 1.</source>
        <translation>一个文档中依次询问的针数；它们合起来只需读一遍文档。RULER 为 1。</translation>
    </message>
    <message>
        <source>Filler</source>
        <translation>填充文本</translation>
    </message>
    <message>
        <source>A text file whose sentences hide the needles of tasks with essays; empty is generated text.</source>
        <translation>用其中的句子藏针的文本文件（用于文章类任务）；留空则使用生成的文本。</translation>
    </message>
    <message>
        <source>Logits scalings</source>
        <translation>Logits 缩放</translation>
    </message>
    <message>
        <source>Constant scales</source>
        <translation>恒定缩放</translation>
    </message>
    <message>
        <source>Scales that do not depend on the position, with commas between them; tried beside the values of A.</source>
        <translation>与位置无关的缩放值，用逗号分隔；与各 A 值一同试验。</translation>
    </message>
    <message>
        <source>Values of A</source>
        <translation>A 的取值</translation>
    </message>
    <message>
        <source>Constants A of the scaling ln(t + A) / ln(A) that are tried.</source>
        <translation>试验的缩放 ln(t + A) / ln(A) 中的常数 A。</translation>
    </message>
    <message>
        <source>Tokens of an answer</source>
        <translation>回答的词元数</translation>
    </message>
    <message>
        <source>An answer ends at the latest after so many tokens; RULER has 128.</source>
        <translation>回答最多到这么多词元为止；RULER 为 128。</translation>
    </message>
    <message>
        <source>Prefill chunk</source>
        <translation>预填充分块</translation>
    </message>
    <message>
        <source>Tokens that are read at once; memory grows with it.</source>
        <translation>一次读入的词元数；内存随之增长。</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>项目数</translation>
    </message>
    <message>
        <source>Only the first items of each file, or blocks of the held-out text; 0 is all.</source>
        <translation>只取每个文件的前若干项，或留出文本的前若干块；0 表示全部。</translation>
    </message>
    <message>
        <source>Decoded tokens</source>
        <translation>解码的词元数</translation>
    </message>
    <message>
        <source>Tokens that are decoded after the prompt to time one.</source>
        <translation>在提示之后解码多少个词元来测量单个词元的时间。</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>重复次数</translation>
    </message>
    <message>
        <source>Measurements of each length; their median and spread are kept.</source>
        <translation>每个长度的测量次数；保留中位数和离散程度。</translation>
    </message>
    <message>
        <source>A run of kind {kind} trains nothing.</source>
        <translation>类型为 {kind} 的运行不训练任何东西。</translation>
    </message>
    <message>
        <source>{run} consists of other runs; export one of the runs in its folder &quot;children&quot;.</source>
        <translation>{run} 由其他运行组成；请导出其“children”文件夹中的某个运行。</translation>
    </message>
    <message>
        <source>&quot;{role}&quot;: {path} is not a file.</source>
        <translation>“{role}”：{path} 不是文件。</translation>
    </message>
    <message>
        <source>Names of tasks with commas between them. Needles: niah_single_1, niah_single_2, niah_single_3, niah_multikey_1, niah_multikey_2, niah_multikey_3, niah_multivalue, niah_multiquery; of the bundled teacher&apos;s language: demo_filler, demo_busy. Empty is the three single ones of RULER, and none in a sweep.</source>
        <translation>任务名，用逗号分隔。找针：niah_single_1、niah_single_2、niah_single_3、niah_multikey_1、niah_multikey_2、niah_multikey_3、niah_multivalue、niah_multiquery；内置教师的语言：demo_filler、demo_busy。留空则为 RULER 的三个单针任务；在逐层扫描中则没有。</translation>
    </message>
    <message>
        <source>Kept layers</source>
        <translation>保留的层数</translation>
    </message>
    <message>
        <source>Layers that a selection keeps as softmax attention; 0 is a quarter of them.</source>
        <translation>选层时保留为 softmax 注意力的层数；0 表示四分之一。</translation>
    </message>
    <message>
        <source>Screens</source>
        <translation>免训练筛查</translation>
    </message>
    <message>
        <source>Judgements without tasks, with commas between them: kl (what exchanging a layer does to the predictions on held-out text), zero (what leaving out the attention of a layer does to seven synthetic tasks). Empty is none.</source>
        <translation>不用任务的评判，用逗号分隔：kl（替换一层对留出文本上预测的影响），zero（去掉一层的注意力对七个合成任务的影响）。留空则没有。</translation>
    </message>
    <message>
        <source>Synthetic items</source>
        <translation>合成任务题数</translation>
    </message>
    <message>
        <source>Items of each synthetic task of the screen zero.</source>
        <translation>zero 筛查中每个合成任务的题数。</translation>
    </message>
    <message>
        <source>Rankings</source>
        <translation>排名次数</translation>
    </message>
    <message>
        <source>How often the layers are ranked, after equal numbers of steps; all probes go on to the next ranking in turn.</source>
        <translation>每隔相同步数对各层排名的次数；所有探测运行依次推进到下一次排名。</translation>
    </message>
    <message>
        <source>Stable rankings</source>
        <translation>稳定排名数</translation>
    </message>
    <message>
        <source>The probes end early once so many rankings one after the other keep the same layers; 0 is never.</source>
        <translation>连续这么多次排名都保留相同的层时，探测提前结束；0 表示从不。</translation>
    </message>
    <message>
        <source>How often a run below this one that crashed is continued by itself.</source>
        <translation>其下的运行崩溃后自动继续的次数。</translation>
    </message>
    <message>
        <source>a file that &quot;halyard select&quot; or a run wrote</source>
        <translation>由“halyard select”或某个运行写出的文件</translation>
    </message>
    <message>
        <source>Two runs below it are called &quot;{name}&quot;. Give each a name of its own.</source>
        <translation>其下有两个运行都叫“{name}”。请给每个运行各自的名称。</translation>
    </message>
    <message>
        <source>A run of kind {kind} needs at least one run in &quot;children&quot;.</source>
        <translation>类型为 {kind} 的运行在“children”中至少需要一个运行。</translation>
    </message>
    <message>
        <source>{run} consists of other runs and cannot be tried as a whole. Try one of its runs below {children}.</source>
        <translation>{run} 由其他运行组成，不能整体试运行。请试运行 {children} 下的某个运行。</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>{file} cannot be read as a Parquet file: {why}.</source>
        <translation>{file} 无法作为 Parquet 文件读取：{why}。</translation>
    </message>
    <message>
        <source>{file} is a Parquet file; reading it needs a Python with pyarrow, and none was found. Install it (pip install pyarrow) and name that Python in HALYARD_PYTHON, or make jsonl of the file.</source>
        <translation>{file} 是 Parquet 文件；读取它需要带有 pyarrow 的 Python，但没有找到。请安装它（pip install pyarrow）并在 HALYARD_PYTHON 中指明该 Python，或把文件转成 jsonl。</translation>
    </message>
    <message>
        <source>A file of items for each task: hellaswag, arc_easy, arc_challenge, piqa, winogrande in the layout of their data sets, as jsonl or Parquet; choices or choices:NAME with context, choices and answer; recall or recall:NAME with text and value.</source>
        <translation>每个任务一个题目文件：hellaswag、arc_easy、arc_challenge、piqa、winogrande 采用其数据集的格式，jsonl 或 Parquet 均可；choices 或 choices:名称，含 context、choices 和 answer；recall 或 recall:名称，含 text 和 value。</translation>
    </message>
    <message>
        <source>--selection, --input and --model are not for a run of kind ga-s2: each of its probes keeps one layer and reads the same.</source>
        <translation>--selection、--input 和 --model 不适用于类型为 ga-s2 的运行：它的每个探测运行只保留一层，且读取相同的输入。</translation>
    </message>
    <message>
        <source>A run of kind ga-s2 has one probe for each layer of its teacher. Give --teacher, a folder with config.json.</source>
        <translation>类型为 ga-s2 的运行对教师的每一层各有一个探测运行。请用 --teacher 给出含有 config.json 的文件夹。</translation>
    </message>
    <message>
        <source>--top is {top}, but there are {count} layers.</source>
        <translation>--top 为 {top}，但只有 {count} 层。</translation>
    </message>
    <message>
        <source>{run} is a run of kind {kind}; its layers are not ranked. Give a run of kind ga-s2.</source>
        <translation>{run} 是类型为 {kind} 的运行；它不对层排名。请给出类型为 ga-s2 的运行。</translation>
    </message>
    <message>
        <source>{source} has no ranking yet: its probes are on their way to the first one.</source>
        <translation>{source} 还没有排名：它的探测运行尚未到达第一次排名。</translation>
    </message>
    <message>
        <source>{name}: a probe of GA-S2 is a run of kind stage2.</source>
        <translation>{name}：GA-S2 的探测运行必须是类型为 stage2 的运行。</translation>
    </message>
    <message>
        <source>{name}: &quot;model.attention_layers&quot; must be {layer} alone; each probe of GA-S2 keeps the layer of its place.</source>
        <translation>{name}：“model.attention_layers”只能是 {layer}；GA-S2 的每个探测运行保留与其位置对应的层。</translation>
    </message>
    <message>
        <source>{name} differs from the first probe in more than the kept layer; only equal probes can be ranked.</source>
        <translation>{name} 与第一个探测运行的差别不止保留的层；只有设置相同的探测运行才能排名。</translation>
    </message>
    <message>
        <source>&quot;student&quot;: {path} is no stage 1: GA-S2 exchanges one layer at a time, so it begins with a run of kind stage1, or one of its checkpoints.</source>
        <translation>“student”：{path} 不是第 1 阶段：GA-S2 每次只换回一层，因此要从类型为 stage1 的运行或其检查点开始。</translation>
    </message>
    <message>
        <source>&quot;select.keep&quot; is {keep}, but there are {count} layers, of which some must become linear. Keep fewer.</source>
        <translation>“select.keep”为 {keep}，但共有 {count} 层，其中必须有一些变为线性层。请保留更少的层。</translation>
    </message>
    <message>
        <source>&quot;select.rounds&quot; is {rounds}, but each probe has {steps} steps. Rank less often or train longer.</source>
        <translation>“select.rounds”为 {rounds}，但每个探测运行只有 {steps} 步。请减少排名次数，或训练更久。</translation>
    </message>
    <message>
        <source>&quot;select.patience&quot; is {patience}, more than the {rounds} rankings: the probes never end early.</source>
        <translation>“select.patience”为 {patience}，多于 {rounds} 次排名：探测运行永远不会提前结束。</translation>
    </message>
    <message>
        <source>There are {count} probes, but the teacher has {layers} layers; GA-S2 needs one of each.</source>
        <translation>有 {count} 个探测运行，但教师有 {layers} 层；GA-S2 每层需要一个。</translation>
    </message>
    <message>
        <source>&quot;model.attention_layers&quot; is {layers}, but the selection {selection} keeps {selected}. Take one of them.</source>
        <translation>“model.attention_layers”为 {layers}，但选择 {selection} 保留 {selected}。请只采用其中之一。</translation>
    </message>
    <message>
        <source>&quot;model.attention_layers&quot; is {layers}, but {selection} will say which layers keep attention. Leave out one of them.</source>
        <translation>“model.attention_layers”为 {layers}，但哪些层保留注意力将由 {selection} 决定。请去掉其中之一。</translation>
    </message>
    <message>
        <source>{source} has no ranking of step {step}; there are those of {steps}.</source>
        <translation>{source} 没有第 {step} 步的排名；已有的是第 {steps} 步的。</translation>
    </message>
    <message>
        <source>{source} was made without held-out text, so its layers are ranked by training KL alone.</source>
        <translation>{source} 没有使用留出文本，因此只按训练 KL 对层排名。</translation>
    </message>
    <message>
        <source>{source}: {keep} layers are to be kept at step {step}, but only {count} were measured.</source>
        <translation>{source}：第 {step} 步要保留 {keep} 层，但只测量了 {count} 层。</translation>
    </message>
    <message>
        <source>a list of {count} numbers, one a layer</source>
        <translation>由 {count} 个数组成的列表，每层一个</translation>
    </message>
    <message>
        <source>the layers by &quot;training_kl&quot;, lowest first</source>
        <translation>按“training_kl”从低到高排列的层</translation>
    </message>
    <message>
        <source>the first layers of &quot;order&quot;, in rising order</source>
        <translation>“order”最前面的层，按升序排列</translation>
    </message>
    <message>
        <source>more than the step of the ranking before</source>
        <translation>大于前一次排名的步数</translation>
    </message>
    <message>
        <source>{place}: &quot;{key}&quot; has {found} entries, but &quot;num_layers&quot; is {layers}.</source>
        <translation>{place}：“{key}”有 {found} 项，而“num_layers”为 {layers}。</translation>
    </message>
    <message>
        <source>{file} holds no screen on held-out text. Run a sweep with the screen kl and the input &quot;held_out&quot;.</source>
        <translation>{file} 中没有留出文本上的筛查。请运行带有筛查 kl 和输入“held_out”的逐层扫描。</translation>
    </message>
    <message>
        <source>{file} holds no drops on synthetic tasks. Run a sweep with the screen zero.</source>
        <translation>{file} 中没有合成任务上的下降值。请运行带有筛查 zero 的逐层扫描。</translation>
    </message>
    <message>
        <source>{file} holds no drops on &quot;{task}&quot;; it has {known}.</source>
        <translation>{file} 中没有“{task}”的下降值；它有 {known}。</translation>
    </message>
    <message>
        <source>The teacher answers {share} of {items} items of {task} right; intervals are as if each layer had answered different items: they are wider than the truth.</source>
        <translation>教师在 {task} 的 {items} 项中答对的比例为 {share}；区间按各层回答不同题目计算，因此比真实情况更宽。</translation>
    </message>
    <message>
        <source>The teacher answers {share} of the items of {task} right: what it loses without a layer is noise. Choose by another screen.</source>
        <translation>教师在 {task} 的各项中答对的比例为 {share}：去掉一层后的损失只是噪声。请用其他筛查来选择。</translation>
    </message>
    <message>
        <source>A screen has no score &quot;{method}&quot;. Did you mean &quot;{near}&quot;?</source>
        <translation>筛查没有分数“{method}”。您是指“{near}”吗？</translation>
    </message>
    <message>
        <source>&quot;{file}&quot; is no file of results: those are results.json, trials.jsonl, sweep.json, screen.json, ranking.json, table.json, and the .json files of results/ and selections/.</source>
        <translation>“{file}”不是结果文件：结果文件有 results.json、trials.jsonl、sweep.json、screen.json、ranking.json、table.json，以及 results/ 和 selections/ 中的 .json 文件。</translation>
    </message>
    <message>
        <source>The run waits at the step to which it was asked to go.</source>
        <translation>运行在要求到达的步上等待。</translation>
    </message>
    <message>
        <source>The agent sent a piece of a file that is not base64. Update halyard-agent on that machine.</source>
        <translation>代理发来的文件片段不是 base64。请更新那台机器上的 halyard-agent。</translation>
    </message>
    <message>
        <source>{file} of {run} has {size} bytes; the limit here is {limit}. Open it in the run&apos;s folder.</source>
        <translation>{run} 的 {file} 有 {size} 字节；此处上限为 {limit}。请在该运行的文件夹中打开它。</translation>
    </message>
    <message>
        <source>{file} of {run} changed while it was read, {count} times. Try again.</source>
        <translation>读取 {run} 的 {file} 时它变动了 {count} 次。请重试。</translation>
    </message>
    <message>
        <source>{path} was begun with another --{option} ({value}). Go on with that one, or choose another folder with --out.</source>
        <translation>{path} 是用另一个 --{option}（{value}）开始的。请沿用它，或用 --out 选择其他文件夹。</translation>
    </message>
    <message>
        <source>{path}: the bundled teacher is not there. Install Halyard again, or run from its source tree.</source>
        <translation>{path}：找不到内置教师。请重新安装 Halyard，或在其源码树中运行。</translation>
    </message>
    <message>
        <source>&quot;halyard {whole}&quot; stopped because &quot;halyard {command}&quot; failed; its own message is above. Call it again to go on.</source>
        <translation>“halyard {whole}”已停止，因为“halyard {command}”失败；后者自己的消息见上文。再次调用即可继续。</translation>
    </message>
    <message>
        <source>With the mixer of layer {layer} exchanged, the model&apos;s states are not finite numbers.</source>
        <translation>替换第 {layer} 层的混合器后，模型的状态不是有限数值。</translation>
    </message>
    <message>
        <source>The model&apos;s states are not finite numbers.</source>
        <translation>模型的状态不是有限数值。</translation>
    </message>
    <message>
        <source>A run of kind sweep needs something to judge layers by: tasks in &quot;eval.tasks&quot;, a file of items in &quot;eval.files&quot;, or a screen in &quot;select.screens&quot;.</source>
        <translation>类型为 sweep 的运行需要评判各层的依据：“eval.tasks”中的任务、“eval.files”中的项目文件，或“select.screens”中的筛查。</translation>
    </message>
    <message>
        <source>&quot;select.screens&quot; names {screen} twice.</source>
        <translation>“select.screens”中 {screen} 出现了两次。</translation>
    </message>
    <message>
        <source>&quot;select.screens&quot; names &quot;{screen}&quot;, and the screens are kl and zero. Did you mean &quot;{near}&quot;?</source>
        <translation>“select.screens”中有“{screen}”，而筛查只有 kl 和 zero。您是指“{near}”吗？</translation>
    </message>
    <message>
        <source>The screen kl needs held-out text. Give it as the input &quot;held_out&quot;, or take kl out of &quot;select.screens&quot;.</source>
        <translation>筛查 kl 需要留出文本。请把它作为输入“held_out”给出，或从“select.screens”中去掉 kl。</translation>
    </message>
    <message>
        <source>With several mixers exchanged, the model&apos;s states are not finite numbers.</source>
        <translation>替换多个混合器后，模型的状态不是有限数值。</translation>
    </message>
    <message>
        <source>{student}: &quot;{key}&quot; is {found}, and the teacher&apos;s is {wanted}. The student must be a run of stage 1 of this teacher.</source>
        <translation>{student}：“{key}”为 {found}，而教师的为 {wanted}。学生必须是该教师的阶段 1 运行。</translation>
    </message>
    <message>
        <source>{student}: layer {layer} has softmax attention; a sweep needs the mixers of stage 1 in every layer. Give a run of stage 1.</source>
        <translation>{student}：第 {layer} 层是 softmax 注意力；逐层扫描需要每一层都有阶段 1 的混合器。请给出一个阶段 1 运行。</translation>
    </message>
    <message>
        <source>{count} of the sweep&apos;s results could not be measured, tried twice: {names}. The first reason: {reason} The others are kept; continue the run to try these again.</source>
        <translation>扫描中有 {count} 个结果尝试两次仍无法测得：{names}。第一个原因：{reason} 其余结果已保留；继续该运行即可再次尝试。</translation>
    </message>
    <message>
        <source>The screen zero needs {needed} tokens for the shortest prompts of {task} and {answer} for their answers, and the teacher reads {known}. Leave the screen out, or lower &quot;eval.max_new_tokens&quot;.</source>
        <translation>筛查 zero 中 {task} 最短的提示需要 {needed} 个词元，其回答需要 {answer} 个，而教师只能读 {known} 个。请去掉该筛查，或调低“eval.max_new_tokens”。</translation>
    </message>
    <message>
        <source>The screen zero needs the teacher&apos;s tokenizer, and there is none beside it. Give a folder with tokenizer.json as the input &quot;tokenizer&quot;.</source>
        <translation>筛查 zero 需要教师的分词器，但教师旁边没有。请把含有 tokenizer.json 的文件夹作为输入“tokenizer”。</translation>
    </message>
    <message>
        <source>The process that measures a part ended with {code}.</source>
        <translation>测量一部分的进程以 {code} 结束。</translation>
    </message>
    <message>
        <source>items</source>
        <translation>项</translation>
    </message>
    <message>
        <source>The screen kl compares all layers with each other. Take it out of &quot;select.screens&quot;, or leave &quot;select.layers&quot; empty.</source>
        <translation>筛选 kl 要把所有层互相比较。请把它从 &quot;select.screens&quot; 中去掉，或让 &quot;select.layers&quot; 为空。</translation>
    </message>
    <message>
        <source>Exchanged layers</source>
        <translation>替换的层</translation>
    </message>
    <message>
        <source>Layers that are exchanged, one after the other; empty is all of them.</source>
        <translation>依次被替换的层；留空表示所有层。</translation>
    </message>
    <message>
        <source>{run} is at work by itself. Wait for it or stop it; the sweep then takes over what it found.</source>
        <translation>{run} 正在单独运行。请等它结束或停止它；之后扫描会接收它已得到的结果。</translation>
    </message>
    <message>
        <source>&quot;select.layers&quot; names layer {layer}, but {teacher} has the layers 0 to {last}.</source>
        <translation>&quot;select.layers&quot; 中有第 {layer} 层，但 {teacher} 只有第 0 至 {last} 层。</translation>
    </message>
    <message>
        <source>{what}: {reason}</source>
        <translation>{what}：{reason}</translation>
    </message>
    <message>
        <source>The scaling &quot;{word}&quot; is what a search has found. Give its results.json as the input &quot;search&quot;.</source>
        <translation>缩放 &quot;{word}&quot; 是搜索得到的结果。请把其 results.json 作为输入 &quot;search&quot; 给出。</translation>
    </message>
    <message>
        <source>With commas between them: own (what the model says), none, a number, or two words such as &quot;hype 500&quot;; with the input search also best, best constant, and best at 512 (the constant that best is at that position). Each is measured without loading the model again.</source>
        <translation>以逗号分隔：own（模型自带的）、none、一个数，或两个词如 &quot;hype 500&quot;；有输入 search 时还可用 best、best constant 和 best at 512（best 在该位置处的常数值）。每个都无需重新加载模型即可测量。</translation>
    </message>
    <message>
        <source>results.json of a search for a logits scaling</source>
        <translation>对 logits 缩放的搜索所得的 results.json</translation>
    </message>
    <message>
        <source>{file} holds no finished search for a logits scaling of one model, with values of A and constants. Give results.json of a run of kind scaling.</source>
        <translation>{file} 中没有对单个模型的、含 A 值与常数的、已完成的 logits 缩放搜索。请给出 scaling 类运行的 results.json。</translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is not a budget of the demo. Choose default, full or test; did you mean &quot;{near}&quot;?</source>
        <translation>“{name}”不是演示的预算。可选 default、full 或 test；是否想用“{near}”？</translation>
    </message>
    <message>
        <source>A small teacher on a synthetic corpus finds {inside} of the needles at {length} tokens and {beyond} at {longer}: beyond its training length it fails.</source>
        <translation>一个在合成语料上训练的小型教师在 {length} 个词元处找到 {inside} 的针，在 {longer} 个词元处找到 {beyond}：超出训练长度后它就失效了。</translation>
    </message>
    <message>
        <source>A small teacher on a synthetic corpus finds {inside} of the needles at {length} tokens and {beyond} at {longer}.</source>
        <translation>一个在合成语料上训练的小型教师在 {length} 个词元处找到 {inside} 的针，在 {longer} 个词元处找到 {beyond}。</translation>
    </message>
    <message>
        <source>The hybrid, with softmax attention in {kept} of {layers} layers and its logits scaled, finds {short} at {trained} tokens and {long} at {longest}: it keeps most of its recall.</source>
        <translation>混合模型在 {layers} 层中的 {kept} 层保留 softmax 注意力并对 logits 进行缩放，在 {trained} 个词元处找到 {short}，在 {longest} 个词元处找到 {long}：它保住了大部分召回能力。</translation>
    </message>
    <message>
        <source>The hybrid, with softmax attention in {kept} of {layers} layers and its logits scaled, finds {short} at {trained} tokens and {long} at {longest}.</source>
        <translation>混合模型在 {layers} 层中的 {kept} 层保留 softmax 注意力并对 logits 进行缩放，在 {trained} 个词元处找到 {short}，在 {longest} 个词元处找到 {long}。</translation>
    </message>
    <message>
        <source>Without scaling of the logits recall falls with length, to {none} at {longest} tokens, and scaling restores much of it: {hype} with ln(t + A)/ln A, {training} with HyPE&apos;s scale at the training length as a constant, {constant} with the best constant.</source>
        <translation>不缩放 logits 时，召回随长度下降，在 {longest} 个词元处降至 {none}；缩放能恢复其中很大一部分：用 ln(t + A)/ln A 为 {hype}，以 HyPE 在训练长度处的缩放值作常数为 {training}，用最佳常数为 {constant}。</translation>
    </message>
    <message>
        <source>At {longest} tokens the hybrid finds {none} without scaling of the logits, {hype} with ln(t + A)/ln A, {training} with HyPE&apos;s scale at the training length as a constant, {constant} with the best constant.</source>
        <translation>在 {longest} 个词元处，混合模型不缩放 logits 时找到 {none}，用 ln(t + A)/ln A 时找到 {hype}，以 HyPE 在训练长度处的缩放值作常数时找到 {training}，用最佳常数时找到 {constant}。</translation>
    </message>
    <message>
        <source>This is the smallest budget: it shows that every step works, not how well the models do.</source>
        <translation>这是最小的预算：它只表明每一步都能运行，不表明模型的好坏。</translation>
    </message>
    <message>
        <source>These are numbers of the busy haystack, where other facts distract; in pure filler the hybrid finds {none} at {longest} tokens without any scaling.</source>
        <translation>这些是繁杂草堆（含其他干扰事实）上的数字；在纯填充文本中，混合模型不做任何缩放，在 {longest} 个词元处找到 {none}。</translation>
    </message>
    <message>
        <source>A constant that is large enough may do as well as a scale that grows with the position: that it must grow is not shown.</source>
        <translation>足够大的常数也许与随位置增长的缩放一样好：这里没有表明缩放必须增长。</translation>
    </message>
    <message>
        <source>A teacher of {layers} small layers and a corpus made by a generator: nothing is claimed beyond these figures.</source>
        <translation>教师只有 {layers} 个小层，语料由生成器产生：除这些数字之外不作任何论断。</translation>
    </message>
    <message>
        <source>The teacher finds {measured} of the needles up to its training length, {length} tokens (at least {limit}).</source>
        <translation>教师在其训练长度 {length} 个词元以内找到 {measured} 的针（至少 {limit}）。</translation>
    </message>
    <message>
        <source>The teacher finds {measured} at {length} tokens (at most {limit}).</source>
        <translation>教师在 {length} 个词元时找到 {measured}（至多 {limit}）。</translation>
    </message>
    <message>
        <source>The hybrid finds {measured} at {length} tokens, the longest of its training (at least {limit}).</source>
        <translation>混合模型在 {length} 个词元（其训练的最大长度）时找到 {measured}（至少 {limit}）。</translation>
    </message>
    <message>
        <source>Among other facts at {length} tokens, scaling the logits finds {measured} more than no scaling (at least {limit}).</source>
        <translation>在 {length} 个词元、夹杂其他事实时，缩放 logits 比不缩放多找到 {measured}（至少 {limit}）。</translation>
    </message>
    <message>
        <source>Exchanging the first layer of the ranking costs {measured} of the recall (at least {limit}).</source>
        <translation>替换排名第一的层使回忆率下降 {measured}（至少 {limit}）。</translation>
    </message>
    <message>
        <source>The first layer of the ranking is among those that are kept.</source>
        <translation>排名第一的层在保留的层之中。</translation>
    </message>
    <message>
        <source>Among other facts at {length} tokens the hybrid finds {measured} in the worst of {seeds} seeds (at least {limit}).</source>
        <translation>在 {length} 个词元、夹杂其他事实时，混合模型在 {seeds} 个种子中最差的一个里找到 {measured}（至少 {limit}）。</translation>
    </message>
    <message>
        <source>Among other facts at {length} tokens the hybrid finds {measured} (at least {limit}).</source>
        <translation>在 {length} 个词元、夹杂其他事实时，混合模型找到 {measured}（至少 {limit}）。</translation>
    </message>
    <message>
        <source>Beyond the teacher&apos;s length, HALO&apos;s layers find {measured} more than those of &quot;{selection}&quot;, at equal count (more than {limit}).</source>
        <translation>超出教师长度后，在层数相同时，HALO 选的层比“{selection}”选的层多找到 {measured}（高于 {limit}）。</translation>
    </message>
    <message>
        <source>Early needles</source>
        <translation>早期寻针</translation>
    </message>
    <message>
        <source>Lengths of documents in which the model looks for needles after each checkpoint, always the same ones; empty is none. They are drawn under the loss.</source>
        <translation>每个检查点之后，模型在这些长度的文档中寻针，文档始终相同；留空则不测。结果画在损失曲线下方。</translation>
    </message>
    <message>
        <source>Tasks of early needles</source>
        <translation>早期寻针的任务</translation>
    </message>
    <message>
        <source>Names of tasks with commas between them, as in &quot;eval.tasks&quot;. Empty is the three single ones of RULER; demo_busy is for the bundled teacher&apos;s language.</source>
        <translation>任务名，以逗号分隔，与“eval.tasks”相同。留空为 RULER 的三个单针任务；demo_busy 用于内置教师的语言。</translation>
    </message>
    <message>
        <source>Documents of early needles</source>
        <translation>早期寻针的文档数</translation>
    </message>
    <message>
        <source>Documents of each task and length.</source>
        <translation>每个任务、每个长度的文档数。</translation>
    </message>
    <message>
        <source>Needles of a document</source>
        <translation>每篇文档的针数</translation>
    </message>
    <message>
        <source>Early needles of a document that are asked for one after the other; they cost one reading of the document together. RULER has 1.</source>
        <translation>一篇文档中依次询问的早期寻针数；它们合起来只需读一遍文档。RULER 为 1。</translation>
    </message>
    <message>
        <source>&quot;train.needle_tasks&quot; names &quot;{name}&quot;, which is not a task with needles. Did you mean &quot;{near}&quot;?</source>
        <translation>“train.needle_tasks”中的“{name}”不是寻针任务。是否想写“{near}”？</translation>
    </message>
    <message>
        <source>&quot;train.needle_lengths&quot; asks for needles of the task {task}, which are text, and no model here has a tokenizer beside it. Give a folder with tokenizer.json as the input &quot;tokenizer&quot;.</source>
        <translation>“train.needle_lengths”要求任务 {task} 的针，它们是文本，而这里没有模型带有分词器。请把含 tokenizer.json 的文件夹作为输入“tokenizer”给出。</translation>
    </message>
    <message>
        <source>&quot;train.needle_lengths&quot; has {count} lengths; at most {most} fit below a curve. Leave some out, and measure them with &quot;halyard eval niah&quot;.</source>
        <translation>“train.needle_lengths”有 {count} 个长度；曲线下方最多放 {most} 个。请去掉一些，改用“halyard eval niah”测量。</translation>
    </message>
    <message>
        <source>{path} holds another run, which is not the study of a grid. Choose another folder with --out.</source>
        <translation>{path} 里是另一个运行，不是网格研究。请用 --out 另选文件夹。</translation>
    </message>
    <message>
        <source>{path} was begun with another grid (&quot;{name}&quot;: {question}). Go on with that one, or choose another folder with --out.</source>
        <translation>{path} 是用另一个网格（“{name}”：{question}）开始的。请沿用它，或用 --out 选择其他文件夹。</translation>
    </message>
    <message>
        <source>Give either the file of a grid or {option} NAME. See halyard study --help.</source>
        <translation>请给出网格文件或 {option} NAME，二者取一。参见 halyard study --help。</translation>
    </message>
    <message>
        <source>{path} does not hold one study. Name the folder of its run with --out.</source>
        <translation>{path} 里并非恰有一项研究。请用 --out 写明其运行文件夹。</translation>
    </message>
    <message>
        <source>{option} is required. See halyard study --help.</source>
        <translation>缺少 {option}。参见 halyard study --help。</translation>
    </message>
    <message>
        <source>&quot;{path}&quot; is nothing of the bundled teacher&apos;s. Did you mean &quot;{near}&quot;?</source>
        <translation>随附教师没有“{path}”。您是否想用“{near}”？</translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is no column of this table. Did you mean &quot;{near}&quot;?</source>
        <translation>“{key}”不是此表的列。您是否想用“{near}”？</translation>
    </message>
    <message>
        <source>{grid}, in the cell {cell}: &quot;{run}&quot; reads what is made from itself. Change what it reads.</source>
        <translation>{grid}，单元格 {cell}：“{run}”读取由它自己生成的内容。请更改它的输入。</translation>
    </message>
    <message>
        <source>{grid}, in the cell {cell}: &quot;{run}&quot; is left out there, and &quot;{reader}&quot; reads it as &quot;{role}&quot;. Say in &quot;inputs&quot; what it reads instead (&quot;{reader}.{role}&quot;), or leave it out, too.</source>
        <translation>{grid}，单元格 {cell}：“{run}”在此被略去，而“{reader}”将其作为“{role}”读取。请在“inputs”中写明改读什么（“{reader}.{role}”），或把它也略去。</translation>
    </message>
    <message>
        <source>{grid}: its cells need more than {limit} runs. Take out values, or make two grids of it.</source>
        <translation>{grid}：其单元格需要多于 {limit} 个运行。请删去一些取值，或分成两个网格。</translation>
    </message>
    <message>
        <source>{path} does not hold the cells of a study. It may be damaged; create the study again.</source>
        <translation>{path} 里没有研究的单元格，文件可能已损坏；请重新创建该研究。</translation>
    </message>
    <message>
        <source>{grid}, run &quot;{run}&quot; ({cell}): {sentence}</source>
        <translation>{grid}，运行“{run}”（{cell}）：{sentence}</translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; must be {expected}.</source>
        <translation>{source}：“{key}”必须是{expected}。</translation>
    </message>
    <message>
        <source>{source}: &quot;{name}&quot; is not {what}. Did you mean &quot;{near}&quot;?</source>
        <translation>{source}：“{name}”不是{what}。您是否想用“{near}”？</translation>
    </message>
    <message>
        <source>{source}: &quot;{name}&quot; is not {what}; known here: {known}.</source>
        <translation>{source}：“{name}”不是{what}；此处可用：{known}。</translation>
    </message>
    <message>
        <source>a key of a grid</source>
        <translation>网格的键</translation>
    </message>
    <message>
        <source>a list with at least one entry</source>
        <translation>至少含一项的列表</translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; has {count} entries; the limit is {limit}.</source>
        <translation>{source}：“{key}”有 {count} 项；上限为 {limit}。</translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; must be one line of at most {limit} bytes.</source>
        <translation>{source}：“{key}”必须是单行，且不超过 {limit} 字节。</translation>
    </message>
    <message>
        <source>{source} is not a grid: its &quot;format&quot; must be &quot;halyard.grid&quot;.</source>
        <translation>{source} 不是网格：其“format”必须是“halyard.grid”。</translation>
    </message>
    <message>
        <source>{source}: &quot;schema&quot; is {schema}; this program knows {known}.</source>
        <translation>{source}：“schema”为 {schema}；本程序支持 {known}。</translation>
    </message>
    <message>
        <source>{source}: &quot;{name}&quot; cannot be the name of a grid or a run, which is made of letters, digits, &quot;-&quot; and &quot;_&quot;.</source>
        <translation>{source}：“{name}”不能用作网格或运行的名称；名称由字母、数字、“-”和“_”组成。</translation>
    </message>
    <message>
        <source>{source}: two runs have this name. Give each a name of its own.</source>
        <translation>{source}：有两个运行使用此名称。请各取不同的名称。</translation>
    </message>
    <message>
        <source>{source}: a run of kind {kind} consists of runs itself and cannot be one of a grid.</source>
        <translation>{source}：{kind} 类运行自身由多个运行组成，不能放进网格。</translation>
    </message>
    <message>
        <source>left to the study, which names its runs</source>
        <translation>由研究来定的，运行的名称由研究给出</translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; is not read by a run of kind {kind}; it has no effect. Remove it.</source>
        <translation>{source}：{kind} 类运行不读取“{key}”，写了也不起作用。请删去。</translation>
    </message>
    <message>
        <source>a run of this grid</source>
        <translation>此网格中的运行</translation>
    </message>
    <message>
        <source>{source}: no run of this grid reads &quot;{key}&quot;.</source>
        <translation>{source}：此网格中没有运行读取“{key}”。</translation>
    </message>
    <message>
        <source>{source}: two axes have this name. Give each a name of its own.</source>
        <translation>{source}：有两条轴使用此名称。请各取不同的名称。</translation>
    </message>
    <message>
        <source>a list of names of runs</source>
        <translation>运行名称的列表</translation>
    </message>
    <message>
        <source>an input of that run</source>
        <translation>该运行的输入</translation>
    </message>
    <message>
        <source>a path, or null for no such input</source>
        <translation>路径，或用 null 表示没有此输入</translation>
    </message>
    <message>
        <source>{source}: two values are called &quot;{label}&quot;. Give each a label of its own.</source>
        <translation>{source}：有两个取值都叫“{label}”。请各取不同的标签。</translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; is set twice, and which one counts is not said. Remove one of them.</source>
        <translation>{source}：“{key}”被设置了两次，无法确定以哪个为准。请删去其中一个。</translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; is changed by the axis &quot;{other}&quot; too. Only one axis can change it.</source>
        <translation>{source}：轴“{other}”也改变“{key}”。同一项只能由一条轴改变。</translation>
    </message>
    <message>
        <source>{source}: it changes nothing. Give its values a &quot;set&quot;, &quot;inputs&quot; or &quot;without&quot;.</source>
        <translation>{source}：它不改变任何内容。请给它的取值加上“set”、“inputs”或“without”。</translation>
    </message>
    <message>
        <source>{source}: the axes make {cells} cells; the limit is {limit}. Take out values, or make two grids of it.</source>
        <translation>{source}：各轴共构成 {cells} 个单元格；上限为 {limit}。请删去一些取值，或分成两个网格。</translation>
    </message>
    <message>
        <source>The intervals are Wilson&apos;s 95 % intervals of single answers; up to {needles} needles of one document share it, so the error is wider. Each point has at least {documents} documents a seed.</source>
        <translation>区间是按单个回答计算的 Wilson 95 % 区间；同一文档的最多 {needles} 根针共用该文档，因此误差更大。每个点每个种子至少有 {documents} 篇文档。</translation>
    </message>
    <message>
        <source>{path} is not a folder. Give the folder of a project with --project, or a new one with --out.</source>
        <translation>{path} 不是文件夹。请用 --project 给出项目的文件夹，或用 --out 给出一个新的。</translation>
    </message>
    <message>
        <source>{path} is not the table of a grid as this version writes it. halyard study --table prints it from the runs, and going on with the study writes it anew.</source>
        <translation>{path} 不是此版本所写的网格表。halyard study --table 可由各运行打印该表，继续该研究会重新写出它。</translation>
    </message>
    <message>
        <source>&quot;{kind}&quot; is not a job: export, prepare, try, demo or study.</source>
        <translation>“{kind}”不是任务：export、prepare、try、demo 或 study。</translation>
    </message>
    <message>
        <source>a study that ships</source>
        <translation>随程序附带的研究</translation>
    </message>
    <message>
        <source>{source}: &quot;layers&quot; belongs to runs of kind ga-s2, which need it: how many layers the teacher has.</source>
        <translation>{source}：“layers”属于 ga-s2 类型的运行，并且在那里必须给出：教师模型有多少层。</translation>
    </message>
    <message>
        <source>a whole number from 2 to 1024</source>
        <translation>2 到 1024 的整数</translation>
    </message>
</context>
<context>
    <name>halyard::app::ActionPalette</name>
    <message>
        <source>Find an action or a run</source>
        <translation>查找操作或运行</translation>
    </message>
    <message>
        <source>Type a few letters</source>
        <translation>输入几个字母</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>查找结果</translation>
    </message>
</context>
<context>
    <name>halyard::app::DemoGuide</name>
    <message>
        <source>demo</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>Stop the demo</source>
        <translation>停止演示</translation>
    </message>
    <message>
        <source>The demo makes a hybrid of a small teacher, step by step. Each step opens here by itself; you may look around, or close the window: it goes on.</source>
        <translation>演示把一个小教师一步步变成混合模型。每一步会自动在这里打开；你可以四处看看，也可以关闭窗口：它会继续运行。</translation>
    </message>
    <message>
        <source>Go on with the demo</source>
        <translation>继续演示</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The demo was stopped. It can go on where it was.</source>
        <translation>演示已停止。可以从停下的地方继续。</translation>
    </message>
    <message>
        <source>The demo is done: its report says what was shown, and the student was exported.</source>
        <translation>演示已完成：报告说明了展示的内容，学生模型已导出。</translation>
    </message>
    <message>
        <source>Open the report</source>
        <translation>打开报告</translation>
    </message>
    <message>
        <source>See the export page</source>
        <translation>查看导出页</translation>
    </message>
</context>
<context>
    <name>halyard::app::ExportController</name>
    <message>
        <source>Exports are folders in %1. Type a name.</source>
        <translation>导出是 %1 中的文件夹。请输入名称。</translation>
    </message>
    <message>
        <source>The export was cancelled; no folder was left.</source>
        <translation>导出已取消；没有留下文件夹。</translation>
    </message>
    <message>
        <source>%1 tensors, %2</source>
        <translation>%1 个张量，%2</translation>
    </message>
    <message>
        <source>The model is in %1. %2</source>
        <translation>模型位于 %1。%2</translation>
    </message>
    <message>
        <source>%1 No folder was left.</source>
        <translation>%1 没有留下文件夹。</translation>
    </message>
    <message>
        <source>not finite</source>
        <translation>不是有限数</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>relative difference with %1 (at most %2)</source>
        <translation>相对差 %1（上限 %2）</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>%1 tensors, no byte differs</source>
        <translation>%1 个张量，逐字节相同</translation>
    </message>
    <message>
        <source>relative difference %1 (at most %2)</source>
        <translation>相对差 %1（上限 %2）</translation>
    </message>
</context>
<context>
    <name>halyard::app::FigureFile</name>
    <message>
        <source>Save the figure</source>
        <translation>保存图表</translation>
    </message>
</context>
<context>
    <name>halyard::app::Forecast</name>
    <message>
        <source>%1 of %2 layers become linear. Cache at 128K tokens: %3 → %4.</source>
        <translation>%2 层中有 %1 层变为线性。128K 词元时的缓存：%3 → %4。</translation>
    </message>
</context>
<context>
    <name>halyard::app::LayerBenchController</name>
    <message>
        <source>the published sweep of Qwen3-1.7B (HypeNet 2B)</source>
        <translation>已发表的 Qwen3-1.7B 逐层评测（HypeNet 2B）</translation>
    </message>
    <message>
        <source>the published sweep of Qwen3-4B (HypeNet 5B)</source>
        <translation>已发表的 Qwen3-4B 逐层评测（HypeNet 5B）</translation>
    </message>
    <message>
        <source>Reading logs</source>
        <translation>正在读取日志</translation>
    </message>
    <message>
        <source>Cancelled; what was shown before is still there.</source>
        <translation>已取消；之前显示的内容仍在。</translation>
    </message>
    <message>
        <source>The folder of a layer sweep, with layer0, layer1, … in it</source>
        <translation>逐层评测的文件夹，其中有 layer0、layer1 ……</translation>
    </message>
    <message>
        <source>Results of a layer sweep</source>
        <translation>逐层评测的结果</translation>
    </message>
    <message>
        <source>Results (*.json)</source>
        <translation>结果 (*.json)</translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>正在读取 %1</translation>
    </message>
    <message>
        <source>The published sweeps are not part of this installation.</source>
        <translation>此安装不含已发表的扫描结果。</translation>
    </message>
    <message>
        <source>%1 has no results yet; they are shown as they come.</source>
        <translation>%1 还没有结果；有了就会显示。</translation>
    </message>
    <message>
        <source>%1 has no results. Start the run, or open another one.</source>
        <translation>%1 没有结果。请启动该运行，或打开另一个。</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>已保存为 %1。</translation>
    </message>
    <message>
        <source>Save the selection</source>
        <translation>保存选择</translation>
    </message>
    <message>
        <source>Selections (*.json)</source>
        <translation>选择 (*.json)</translation>
    </message>
</context>
<context>
    <name>halyard::app::LayerPages</name>
    <message>
        <source>Layers: %1</source>
        <translation>层：%1</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
</context>
<context>
    <name>halyard::app::LayerScores</name>
    <message>
        <source>HALO importance</source>
        <translation>HALO 重要性</translation>
    </message>
    <message>
        <source>Jet-Nemotron recall drop</source>
        <translation>Jet-Nemotron 召回下降</translation>
    </message>
    <message>
        <source>Recall lost without the layer&apos;s attention, divided by the commonsense lost, and cut off at 50.</source>
        <translation>去掉该层注意力后召回的损失除以常识的损失，上限为 50。</translation>
    </message>
    <message>
        <source>Recall lost without the layer&apos;s attention.</source>
        <translation>去掉该层注意力后召回的损失。</translation>
    </message>
    <message>
        <source>Drop of %1 (%2) in points, without each layer&apos;s attention.</source>
        <translation>逐层去掉注意力后 %1（%2）的下降，单位为百分点。</translation>
    </message>
    <message>
        <source>recall drop</source>
        <translation>召回下降</translation>
    </message>
    <message>
        <source>Mean drop of the recall tasks, in points: what the score has above the line.</source>
        <translation>召回任务的平均下降（百分点）：评分的分子。</translation>
    </message>
    <message>
        <source>commonsense drop</source>
        <translation>常识下降</translation>
    </message>
    <message>
        <source>Mean drop of the commonsense tasks, in points: what the score divides by.</source>
        <translation>常识任务的平均下降（百分点）：评分的分母。</translation>
    </message>
    <message>
        <source>KL, layer replaced</source>
        <translation>KL，替换该层</translation>
    </message>
    <message>
        <source>KL divergence from the teacher with the layer&apos;s stage-1 mixer in its place, in nats.</source>
        <translation>以阶段 1 的混合器替换该层后与教师的 KL 散度，单位 nat。</translation>
    </message>
    <message>
        <source>Perplexity, layer replaced</source>
        <translation>困惑度，替换该层</translation>
    </message>
    <message>
        <source>Loss above the teacher&apos;s with the layer&apos;s stage-1 mixer in its place, in nats.</source>
        <translation>以阶段 1 的混合器替换该层后高出教师的损失，单位 nat。</translation>
    </message>
    <message>
        <source>MSE, layer replaced</source>
        <translation>MSE，替换该层</translation>
    </message>
    <message>
        <source>Mean square error of the last hidden states with the layer&apos;s stage-1 mixer in its place.</source>
        <translation>以阶段 1 的混合器替换该层后最终隐藏状态的均方误差。</translation>
    </message>
    <message>
        <source>SMART sensitivity</source>
        <translation>SMART 敏感度</translation>
    </message>
    <message>
        <source>KL that the all-linear student loses when the layer&apos;s attention is put back; the layers kept are spaced evenly.</source>
        <translation>全线性学生恢复该层注意力后减少的 KL；保留的层间隔均匀。</translation>
    </message>
    <message>
        <source>Zeroed: %1</source>
        <translation>置零：%1</translation>
    </message>
    <message>
        <source>Accuracy lost on the synthetic task %1 when the layer&apos;s attention gives nothing.</source>
        <translation>该层注意力输出为零时，合成任务 %1 上损失的准确率。</translation>
    </message>
    <message>
        <source>GA-S2 (KL-guided)</source>
        <translation>GA-S2（KL 引导）</translation>
    </message>
    <message>
        <source>KL of the worst probe less that of the layer&apos;s, after a short stage 2 in which this layer alone keeps attention.</source>
        <translation>最差探针的 KL 减去该层探针的 KL；探针是仅该层保留注意力的短阶段 2。</translation>
    </message>
    <message>
        <source>Ranked at step %1; the kept layers are the same from step %2 on.</source>
        <translation>在第 %1 步排名；自第 %2 步起保留的层不再变化。</translation>
    </message>
    <message>
        <source>Ranked at step %1; the kept layers still changed.</source>
        <translation>在第 %1 步排名；保留的层仍在变化。</translation>
    </message>
    <message>
        <source>uniform</source>
        <translation>均匀</translation>
    </message>
    <message>
        <source>Evenly spaced from layer 0.</source>
        <translation>自第 0 层起等间隔。</translation>
    </message>
    <message>
        <source>random (seed 0)</source>
        <translation>随机（种子 0）</translation>
    </message>
    <message>
        <source>Every set of as many layers is as likely: what a score must beat.</source>
        <translation>同样多的层的每种组合概率相同：评分须胜过它。</translation>
    </message>
    <message>
        <source>The probes have not been ranked yet.</source>
        <translation>探针尚未排名。</translation>
    </message>
</context>
<context>
    <name>halyard::app::MainWindow</name>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>信息</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Try again now</source>
        <translation>立即重试</translation>
    </message>
    <message numerus="yes">
        <source>%n notices</source>
        <translation>
            <numerusform>%n 条通知</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Halyard</source>
        <translation>Halyard</translation>
    </message>
    <message>
        <source>Halyard: %1</source>
        <translation>Halyard：%1</translation>
    </message>
    <message>
        <source>Log: %1</source>
        <translation>日志：%1</translation>
    </message>
    <message>
        <source>&amp;Measure</source>
        <translation>测量(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Layers</source>
        <translation>层(&amp;L)</translation>
    </message>
    <message>
        <source>Back to the start page</source>
        <translation>返回起始页</translation>
    </message>
</context>
<context>
    <name>halyard::app::MeasurementController</name>
    <message>
        <source>The file of this cell is not there any more; its number stays in results.json.</source>
        <translation>此单元格的文件已不在；其数值仍保留在 results.json 中。</translation>
    </message>
</context>
<context>
    <name>halyard::app::OpenProject</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Settings of &quot;%1&quot;, edited at %2, were not launched.</source>
        <translation>“%1”的设置（编辑于 %2）尚未启动。</translation>
    </message>
    <message>
        <source>Go on editing</source>
        <translation>继续编辑</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>推后</translation>
    </message>
    <message>
        <source>Speed: %1</source>
        <translation>速度：%1</translation>
    </message>
    <message>
        <source>Length: %1</source>
        <translation>长度：%1</translation>
    </message>
    <message>
        <source>Study: %1</source>
        <translation>研究：%1</translation>
    </message>
</context>
<context>
    <name>halyard::app::PrepareDialog</name>
    <message>
        <source>%1 tokens are ready; wizards offer them.</source>
        <translation>%1 个词元已就绪；可在向导中选用。</translation>
    </message>
    <message>
        <source>The text is ready; wizards offer it.</source>
        <translation>文本已就绪；可在向导中选用。</translation>
    </message>
    <message>
        <source>Prepare text</source>
        <translation>准备文本</translation>
    </message>
    <message>
        <source>Text files become tokens once, and runs read those: .txt (a document each), .jsonl (a document a line), or folders of them.</source>
        <translation>文本文件只需转换为词元一次，供各次运行读取：.txt（每个文件一篇文档）、.jsonl（每行一篇文档），或包含它们的文件夹。</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Text files</source>
        <translation>文本文件</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>A folder of text files</source>
        <translation>文本文件所在的文件夹</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation>分词器</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>The folder with tokenizer.json</source>
        <translation>带有 tokenizer.json 的文件夹</translation>
    </message>
    <message>
        <source> tokens</source>
        <translation> 词元</translation>
    </message>
    <message>
        <source>Length of a sequence</source>
        <translation>序列长度</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Prepare</source>
        <translation>准备</translation>
    </message>
    <message>
        <source>Text (%1)</source>
        <translation>文本（%1）</translation>
    </message>
    <message>
        <source>Add the text to prepare.</source>
        <translation>请添加要准备的文本。</translation>
    </message>
    <message>
        <source>Choose the folder of the model whose tokenizer is used.</source>
        <translation>请选择所用分词器的模型文件夹。</translation>
    </message>
    <message>
        <source>There is no tokenizer.json in %1.</source>
        <translation>%1 中没有 tokenizer.json。</translation>
    </message>
    <message>
        <source>Give the prepared text a name without &quot;/&quot;.</source>
        <translation>请为准备好的文本取一个不含“/”的名称。</translation>
    </message>
    <message>
        <source>Reading the text.</source>
        <translation>正在读取文本。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Held-out text</source>
        <translation>留出文本</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>留出</translation>
    </message>
    <message>
        <source>Documents to measure the loss on; no run is trained on them. Equal texts stay together.</source>
        <translation>用来测量损失的文档；不会用它们训练。相同的文本总在同一边。</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Share of the documents</source>
        <translation>文档比例</translation>
    </message>
    <message>
        <source>Name of the held-out text</source>
        <translation>留出文本的名称</translation>
    </message>
    <message>
        <source>of the documents as</source>
        <translation>的文档，名称为</translation>
    </message>
    <message>
        <source>Give the held-out text another name.</source>
        <translation>请给留出文本另起一个名称。</translation>
    </message>
    <message>
        <source>One .txt file is one document, and nothing can be set aside of it. Add more text, or set nothing aside.</source>
        <translation>一个 .txt 文件就是一篇文档，无法从中留出一部分。请添加更多文本，或不留出。</translation>
    </message>
</context>
<context>
    <name>halyard::app::ProjectController</name>
    <message>
        <source>Rename the run</source>
        <translation>重命名运行</translation>
    </message>
    <message>
        <source>Edit the notes</source>
        <translation>编辑备注</translation>
    </message>
    <message>
        <source>● Connected to this computer</source>
        <translation>● 已连接到本机</translation>
    </message>
    <message>
        <source>◌ Connecting to this computer</source>
        <translation>◌ 正在连接本机</translation>
    </message>
    <message>
        <source>No contact since %1; runs may be going on. %2</source>
        <translation>自 %1 起没有联系；运行可能仍在进行。%2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1: %2. %3</source>
        <translation>%1：%2。%3</translation>
    </message>
    <message>
        <source>%1: %2 %</source>
        <translation>%1：%2 %</translation>
    </message>
    <message>
        <source>processor %1 %</source>
        <translation>处理器 %1 %</translation>
    </message>
    <message>
        <source>memory free %1</source>
        <translation>可用内存 %1</translation>
    </message>
    <message>
        <source>disk free %1</source>
        <translation>可用磁盘 %1</translation>
    </message>
</context>
<context>
    <name>halyard::app::ProjectValues</name>
    <message>
        <source>this computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>An exported model</source>
        <translation>已导出的模型</translation>
    </message>
    <message>
        <source>loss %1</source>
        <translation>损失 %1</translation>
    </message>
    <message>
        <source>%1: step %2 of %3</source>
        <translation>%1：第 %2 / %3 步</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Train one…</source>
        <translation>训练一个…</translation>
    </message>
    <message>
        <source>New run…</source>
        <translation>新建运行…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Spec</source>
        <translation>规格</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建于</translation>
    </message>
    <message>
        <source>From (%1)</source>
        <translation>来自（%1）</translation>
    </message>
    <message>
        <source>Newest checkpoint</source>
        <translation>最新检查点</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>第 %1 步</translation>
    </message>
    <message>
        <source>%1 (it has changed since)</source>
        <translation>%1（此后已改变）</translation>
    </message>
</context>
<context>
    <name>halyard::app::PublishedSweep</name>
    <message>
        <source>This is done in a project: go back to the start page and open or create one.</source>
        <translation>这需要在项目中进行：请返回起始页，打开或新建一个项目。</translation>
    </message>
    <message>
        <source>The published sweeps are not part of this installation.</source>
        <translation>此安装不含已发表的扫描结果。</translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>正在读取 %1</translation>
    </message>
</context>
<context>
    <name>halyard::app::StudyController</name>
    <message>
        <source>This study was not made from a grid and has no table. Its runs stand below it in the project.</source>
        <translation>此研究不是由网格创建的，没有结果表。其运行列在项目中该研究之下。</translation>
    </message>
</context>
<context>
    <name>halyard::app::StudyEditor</name>
    <message>
        <source>There is a run called %1 in this project. Give the grid another name.</source>
        <translation>此项目中已有名为 %1 的运行。请给网格另起一个名字。</translation>
    </message>
    <message>
        <source>Open a grid</source>
        <translation>打开网格</translation>
    </message>
    <message>
        <source>Grids (*.json)</source>
        <translation>网格 (*.json)</translation>
    </message>
    <message>
        <source>Save the grid</source>
        <translation>保存网格</translation>
    </message>
    <message>
        <source>%1 could not be written. Choose another folder.</source>
        <translation>无法写入 %1。请选择另一个文件夹。</translation>
    </message>
    <message>
        <source>What the grid reads is being prepared.</source>
        <translation>正在准备网格要读取的内容。</translation>
    </message>
</context>
<context>
    <name>halyard::app::StudyPages</name>
    <message>
        <source>New study</source>
        <translation>新建研究</translation>
    </message>
</context>
<context>
    <name>halyard::app::TrashDialog</name>
    <message>
        <source>Move the run to the trash</source>
        <translation>将运行移入回收站</translation>
    </message>
    <message>
        <source>The folder of %1, with its checkpoints, moves to trash/ of the project. Type the name of the run to go on.</source>
        <translation>%1 的文件夹及其检查点将移入项目的 trash/。请输入运行的名称以继续。</translation>
    </message>
    <message>
        <source>Name of the run</source>
        <translation>运行的名称</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>移入回收站</translation>
    </message>
</context>
<context>
    <name>halyard::app::WindowActions</name>
    <message>
        <source>&amp;New project…</source>
        <translation>新建项目(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Open a project…</source>
        <translation>打开项目(&amp;O)…</translation>
    </message>
    <message>
        <source>Run the &amp;demo…</source>
        <translation>运行演示(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;Prepare text…</source>
        <translation>准备文本(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Export a model…</source>
        <translation>导出模型(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Close the project</source>
        <translation>关闭项目(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Re&amp;name the run</source>
        <translation>重命名运行(&amp;N)</translation>
    </message>
    <message>
        <source>Move the run to the &amp;trash…</source>
        <translation>将运行移入回收站(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About Halyard</source>
        <translation>关于 Halyard(&amp;A)</translation>
    </message>
    <message>
        <source>New run: %1…</source>
        <translation>新建运行：%1…</translation>
    </message>
    <message>
        <source>&amp;Start or continue</source>
        <translation>启动或继续(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>Go &amp;on after the pause</source>
        <translation>暂停后继续(&amp;O)</translation>
    </message>
    <message>
        <source>S&amp;top after this step</source>
        <translation>完成本步后停止(&amp;T)</translation>
    </message>
    <message>
        <source>Stop at once, &amp;without a checkpoint</source>
        <translation>立即停止，不保存检查点(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Clone and edit…</source>
        <translation>复制并编辑(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Overview</source>
        <translation>概览(&amp;O)</translation>
    </message>
    <message>
        <source>Ne&amp;xt page</source>
        <translation>下一页(&amp;X)</translation>
    </message>
    <message>
        <source>Pre&amp;vious page</source>
        <translation>上一页(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Close the page</source>
        <translation>关闭页面(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Find an action or a run…</source>
        <translation>查找操作或运行(&amp;F)…</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>Draw the results of the run</source>
        <translation>绘制该运行的结果</translation>
    </message>
    <message>
        <source>&amp;Layer bench</source>
        <translation>层工作台(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Import the logs of a layer sweep…</source>
        <translation>导入逐层评测的日志(&amp;I)…</translation>
    </message>
    <message>
        <source>New st&amp;udy: a grid of runs…</source>
        <translation>新建研究：运行网格(&amp;U)…</translation>
    </message>
</context>
<context>
    <name>halyard::app::WizardController</name>
    <message>
        <source>Two steps are being tried.</source>
        <translation>正在试运行两步。</translation>
    </message>
    <message>
        <source>Loss %1</source>
        <translation>损失 %1</translation>
    </message>
    <message>
        <source>%1; %2 s a step</source>
        <translation>%1；每步 %2 秒</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>It fits and works</source>
        <translation>放得下，也能运行</translation>
    </message>
    <message>
        <source>Choose a file of items</source>
        <translation>选择项目文件</translation>
    </message>
</context>
<context>
    <name>halyard::app::WizardInputs</name>
    <message>
        <source>%1, step %2</source>
        <translation>%1，第 %2 步</translation>
    </message>
</context>
<context>
    <name>halyard::app::Workbench</name>
    <message>
        <source>%1 cannot be opened: there is no such folder.</source>
        <translation>无法打开 %1：没有这个文件夹。</translation>
    </message>
    <message>
        <source>halyard-agent is not there, which starts and watches runs. Build it or install Halyard again.</source>
        <translation>缺少负责启动和监看运行的 halyard-agent。请构建它，或重新安装 Halyard。</translation>
    </message>
    <message>
        <source>A folder for the new project</source>
        <translation>新项目的文件夹</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>Understood</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>%1 could not be created.</source>
        <translation>无法创建 %1。</translation>
    </message>
    <message>
        <source>About Halyard</source>
        <translation>关于 Halyard</translation>
    </message>
    <message>
        <source>Halyard %1</source>
        <translation>Halyard %1</translation>
    </message>
    <message>
        <source>Turns language models with softmax attention into hybrids of linear attention. Free software under the GNU General Public License, version 3 or later.</source>
        <translation>把使用 softmax 注意力的语言模型变成线性注意力的混合模型。自由软件，遵循 GNU 通用公共许可证第 3 版或更高版本。</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>名称：</translation>
    </message>
    <message>
        <source>Not ready yet; the button wakes up by itself. %1</source>
        <translation>尚未就绪；准备好后按钮会自动可用。%1</translation>
    </message>
    <message>
        <source>In a chart: + and − zoom, the arrows move, Home shows all, W opens a window of its own.</source>
        <translation>在图表中：+ 和 − 缩放，方向键移动，Home 显示全部，W 在单独的窗口中显示。</translation>
    </message>
</context>
<context>
    <name>halyard::views::AxisTable</name>
    <message>
        <source>Axes</source>
        <translation>轴</translation>
    </message>
    <message>
        <source>Axis</source>
        <translation>轴</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置项</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>取值</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>RUN.SETTING, or *.SETTING for every run that reads it</source>
        <translation>RUN.SETTING；或 *.SETTING，用于所有读取它的运行</translation>
    </message>
    <message>
        <source>With commas between them</source>
        <translation>以逗号分隔</translation>
    </message>
    <message>
        <source>Its values are repetitions, such as seeds: the table takes means over them</source>
        <translation>其取值是重复（例如种子）：表中对它们取平均</translation>
    </message>
    <message>
        <source>Add an axis</source>
        <translation>添加轴</translation>
    </message>
    <message>
        <source>Remove the axis</source>
        <translation>移除该轴</translation>
    </message>
    <message>
        <source>several; in the text</source>
        <translation>多项；在文本中</translation>
    </message>
</context>
<context>
    <name>halyard::views::CellTable</name>
    <message>
        <source>out of memory: %1 needed, %2 free</source>
        <translation>内存不足：需要 %1，可用 %2</translation>
    </message>
    <message>
        <source>out of memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>%1 ms a token</source>
        <translation>每个词元 %1 毫秒</translation>
    </message>
    <message>
        <source>%1, %2 MB</source>
        <translation>%1，%2 MB</translation>
    </message>
    <message>
        <source>%1 (%2 – %3) of %4</source>
        <translation>%1（%2 – %3），共 %4</translation>
    </message>
    <message>
        <source>%1 nats a token</source>
        <translation>每个词元 %1 纳特</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>已测量</translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation>尚未测量</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>测量内容</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Scaling</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Each number stands here as soon as it is measured.</source>
        <translation>每个数值一经测出便显示在这里。</translation>
    </message>
    <message>
        <source>%1 of %2 measured; the first %3 are listed.</source>
        <translation>已测量 %1 / %2；列出前 %3 项。</translation>
    </message>
    <message>
        <source>%1 of %2 measured.</source>
        <translation>已测量 %1 / %2。</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>失败：%1</translation>
    </message>
    <message>
        <source>Layer exchanged</source>
        <translation>被替换的层</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>halyard::views::CheckpointListModel</name>
    <message>
        <source>Step %1, removed to save space</source>
        <translation>第 %1 步，已删除以节省空间</translation>
    </message>
    <message>
        <source>Step %1, holds values that are not finite</source>
        <translation>第 %1 步，含有非有限的值</translation>
    </message>
    <message>
        <source>Step %1, %2, %3</source>
        <translation>第 %1 步，%2，%3</translation>
    </message>
</context>
<context>
    <name>halyard::views::ComparisonBars</name>
    <message>
        <source>Reading the events of %1</source>
        <translation>正在读取“%1”的事件</translation>
    </message>
    <message>
        <source>Do not compare</source>
        <translation>不再比较</translation>
    </message>
    <message>
        <source>Reading the events of %1, %2 %</source>
        <translation>正在读取“%1”的事件，%2 %</translation>
    </message>
</context>
<context>
    <name>halyard::views::CurveChart</name>
    <message>
        <source>log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Logarithmic y axis</source>
        <translation>对数纵轴</translation>
    </message>
    <message>
        <source>Show all (Home)</source>
        <translation>显示全部（Home）</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步</translation>
    </message>
</context>
<context>
    <name>halyard::views::CurveLegend</name>
    <message>
        <source>Last and least value, and after │ the value at the cursor. Click a curve to hide or show it, double-click to see it alone.</source>
        <translation>最新值和最小值，│ 之后是光标处的值。单击曲线可隐藏或显示，双击可单独查看。</translation>
    </message>
    <message>
        <source>Curves and their values</source>
        <translation>曲线及其数值</translation>
    </message>
    <message>
        <source>last %1</source>
        <translation>最新 %1</translation>
    </message>
    <message>
        <source>least %1</source>
        <translation>最小 %1</translation>
    </message>
</context>
<context>
    <name>halyard::views::DepthMap</name>
    <message>
        <source>Accuracy by depth and length</source>
        <translation>按深度和长度的准确率</translation>
    </message>
    <message>
        <source>length in tokens; depth of the needle downwards</source>
        <translation>长度（词元）；向下为针的深度</translation>
    </message>
    <message>
        <source>%1 – %2 %</source>
        <translation>%1 – %2 %</translation>
    </message>
    <message>
        <source>%1 tokens, depth %2: %3 (%4 – %5) of %6 questions</source>
        <translation>%1 个词元，深度 %2：%3（%4 – %5），共 %6 个问题</translation>
    </message>
</context>
<context>
    <name>halyard::views::EffectChart</name>
    <message>
        <source>Effects</source>
        <translation>效应</translation>
    </message>
    <message>
        <source>Point at a line to read it.</source>
        <translation>指向一行即可读取。</translation>
    </message>
    <message>
        <source>What each value does to: %1</source>
        <translation>各取值的影响：%1</translation>
    </message>
    <message>
        <source>%1, not %2</source>
        <translation>%1，而非 %2</translation>
    </message>
    <message>
        <source>%1: %2 instead of %3</source>
        <translation>%1：%2 代替 %3</translation>
    </message>
    <message numerus="yes">
        <source>%1: %2 (95 %: %3 to %4), %n pairs</source>
        <translation>
            <numerusform>%1：%2（95 %：%3 至 %4），%n 对</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2, without an interval</source>
        <translation>%1：%2，无区间</translation>
    </message>
    <message>
        <source>A difference stands here as soon as two cells that differ in one value are done.</source>
        <translation>一旦两个仅有一个取值不同的单元完成，差异就会显示在这里。</translation>
    </message>
    <message>
        <source>difference; left is better</source>
        <translation>差异；越左越好</translation>
    </message>
    <message>
        <source>difference; right is better</source>
        <translation>差异；越右越好</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>halyard::views::EvaluationResults</name>
    <message>
        <source>no scaling</source>
        <translation>不缩放</translation>
    </message>
    <message>
        <source>A = %1</source>
        <translation>A = %1</translation>
    </message>
    <message>
        <source>constant %1</source>
        <translation>常数 %1</translation>
    </message>
</context>
<context>
    <name>halyard::views::EventListModel</name>
    <message>
        <source>%1  %2</source>
        <translation>%1  %2</translation>
    </message>
</context>
<context>
    <name>halyard::views::ExportPage</name>
    <message>
        <source>Tensors are written</source>
        <translation>写入张量</translation>
    </message>
    <message>
        <source>Configuration, tokenizer and model card are written</source>
        <translation>写入配置、分词器和模型卡</translation>
    </message>
    <message>
        <source>Every tensor is read back and is the same</source>
        <translation>读回每个张量并确认一致</translation>
    </message>
    <message>
        <source>The folder computes the checkpoint&apos;s logits</source>
        <translation>该文件夹算出的 logits 与检查点一致</translation>
    </message>
    <message>
        <source>Python&apos;s transformers loads it and computes the same</source>
        <translation>Python 的 transformers 能加载并得到相同结果</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Student</source>
        <translation>学生</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>Logits scaling</source>
        <translation>Logits 缩放</translation>
    </message>
    <message>
        <source>Sharpens attention on long texts: none, a number, or two words such as &quot;hype 500&quot;.</source>
        <translation>使长文本上的注意力更集中：none、一个数，或两个词，例如“hype 500”。</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Copy the loading code</source>
        <translation>复制加载代码</translation>
    </message>
    <message>
        <source>Copy the model card</source>
        <translation>复制模型卡</translation>
    </message>
    <message>
        <source>No run has a checkpoint yet</source>
        <translation>还没有带检查点的运行</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>第 %1 步</translation>
    </message>
    <message>
        <source>the run&apos;s own</source>
        <translation>沿用该运行的设置</translation>
    </message>
    <message>
        <source>%1, the run&apos;s own</source>
        <translation>%1，沿用该运行的设置</translation>
    </message>
    <message>
        <source>Needs about %1; %2 are free there.</source>
        <translation>约需 %1；该处可用 %2。</translation>
    </message>
    <message>
        <source>%1 are free there.</source>
        <translation>该处可用 %1。</translation>
    </message>
    <message>
        <source>Export again</source>
        <translation>重新导出</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Is being checked</source>
        <translation>正在检查</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>略过</translation>
    </message>
</context>
<context>
    <name>halyard::views::FieldEditor</name>
    <message>
        <source>On</source>
        <translation>开启</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Put back %1</source>
        <translation>恢复为 %1</translation>
    </message>
    <message>
        <source>Put back the value of the preset</source>
        <translation>恢复预设的值</translation>
    </message>
</context>
<context>
    <name>halyard::views::FigureMenu</name>
    <message>
        <source>Save this figure</source>
        <translation>保存此图</translation>
    </message>
    <message>
        <source>Picture (PNG)…</source>
        <translation>图片（PNG）…</translation>
    </message>
    <message>
        <source>Drawing (SVG)…</source>
        <translation>矢量图（SVG）…</translation>
    </message>
    <message>
        <source>Numbers (CSV)…</source>
        <translation>数据（CSV）…</translation>
    </message>
</context>
<context>
    <name>halyard::views::FileTable</name>
    <message>
        <source>Add a task</source>
        <translation>添加任务</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>a file of items</source>
        <translation>项目文件</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Take this task away</source>
        <translation>移除此任务</translation>
    </message>
</context>
<context>
    <name>halyard::views::GridEditor</name>
    <message>
        <source>New study</source>
        <translation>新建研究</translation>
    </message>
    <message>
        <source>&amp;Begin with:</source>
        <translation>始于(&amp;B)：</translation>
    </message>
    <message>
        <source>&amp;Open a file…</source>
        <translation>打开文件(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Save as…</source>
        <translation>另存为(&amp;S)…</translation>
    </message>
    <message>
        <source>Runs, and axes along which they differ. Every combination of one value of each axis is a cell; what is equal in several cells runs once. It can be stopped and goes on where it was.</source>
        <translation>若干运行，以及它们沿之变化的轴。每个轴各取一个值的每种组合是一个单元；多个单元中相同的部分只运行一次。它可以停止，并从停下的地方继续。</translation>
    </message>
    <message>
        <source>Its run is called so: letters, digits, - and _</source>
        <translation>其运行以此命名：字母、数字、- 和 _</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>名称(&amp;N)：</translation>
    </message>
    <message>
        <source>&amp;Question:</source>
        <translation>问题(&amp;Q)：</translation>
    </message>
    <message>
        <source>Axes</source>
        <translation>轴</translation>
    </message>
    <message>
        <source>What it comes to</source>
        <translation>内容概览</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>The whole grid</source>
        <translation>整个网格</translation>
    </message>
    <message>
        <source>Its runs with their settings and inputs, and axes that set more than one thing, are edited here. docs/study_grid.md has every key.</source>
        <translation>在此编辑各运行及其设置与输入，以及设置多项内容的轴。所有键见 docs/study_grid.md。</translation>
    </message>
    <message>
        <source>Create and start</source>
        <translation>创建并启动</translation>
    </message>
    <message>
        <source>a study that comes with Halyard</source>
        <translation>Halyard 自带的研究</translation>
    </message>
    <message>
        <source>Nothing yet: see below.</source>
        <translation>尚无：见下方。</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>以及另外 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Creating…</source>
        <translation>正在创建…</translation>
    </message>
</context>
<context>
    <name>halyard::views::GridResults</name>
    <message>
        <source>%1 of %2 answers; Wilson&apos;s 95 % interval %3 – %4</source>
        <translation>%2 个答案中的 %1；威尔逊 95 % 区间 %3 – %4</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>打开%1</translation>
    </message>
    <message>
        <source>Kept layers</source>
        <translation>保留的层</translation>
    </message>
    <message>
        <source>Mean and standard deviation over repetitions. Double-click a cell&apos;s figure for its run; the menu has all runs.</source>
        <translation>对各次重复的均值与标准差。双击单元的数值可打开其运行；菜单含全部运行。</translation>
    </message>
</context>
<context>
    <name>halyard::views::InputsForm</name>
    <message>
        <source>Teacher</source>
        <translation>教师</translation>
    </message>
    <message>
        <source>Student from</source>
        <translation>学生来自</translation>
    </message>
    <message>
        <source>Training text</source>
        <translation>训练文本</translation>
    </message>
    <message>
        <source>Held-out text</source>
        <translation>留出文本</translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation>分词器</translation>
    </message>
    <message>
        <source>A model folder with config.json and weights.</source>
        <translation>带有 config.json 和权重的模型文件夹。</translation>
    </message>
    <message>
        <source>The run whose student goes on, one of its checkpoints, or a model folder.</source>
        <translation>继续训练其学生的运行、它的某个检查点，或模型文件夹。</translation>
    </message>
    <message>
        <source>Prepared text that is never trained on; the loss on it is measured now and then.</source>
        <translation>从不用于训练的已准备文本；会不时测量其上的损失。</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>needed</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Text that was turned into tokens: prepare files of yours, or choose a folder that &quot;halyard data prepare&quot; made.</source>
        <translation>已转换为词元的文本：可准备您自己的文件，或选择由 “halyard data prepare” 生成的文件夹。</translation>
    </message>
    <message>
        <source>Prepare text…</source>
        <translation>准备文本…</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>起始模型</translation>
    </message>
    <message>
        <source>A model whose weights training begins with, instead of random ones; then leave the configuration below empty.</source>
        <translation>训练以该模型的权重开始，而不是随机权重；此时请将下面的配置留空。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>层的选择</translation>
    </message>
    <message>
        <source>What is measured: runs, their checkpoints, exports, or other model folders.</source>
        <translation>测量对象：运行、其检查点、导出的模型，或其他模型文件夹。</translation>
    </message>
    <message>
        <source>A file that says which layers keep attention; then leave their list empty.</source>
        <translation>指明哪些层保留注意力的文件；此时请将层列表留空。</translation>
    </message>
    <message>
        <source>A folder with tokenizer.json; the model&apos;s own when empty.</source>
        <translation>含有 tokenizer.json 的文件夹；留空则用模型自己的。</translation>
    </message>
</context>
<context>
    <name>halyard::views::Inspector</name>
    <message>
        <source>Select something of the project to see what is known of it.</source>
        <translation>选择项目中的一项，即可查看它的信息。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>halyard::views::LayerBench</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>score is cut off at 50</source>
        <translation>评分在 50 处截断</translation>
    </message>
    <message>
        <source>commonsense drop near zero: noise decides</source>
        <translation>常识下降接近零：由噪声决定</translation>
    </message>
    <message>
        <source>better at commonsense than the baseline: sign turned</source>
        <translation>常识优于基线：符号反转</translation>
    </message>
</context>
<context>
    <name>halyard::views::LayerBenchPage</name>
    <message>
        <source>Import a folder of logs…</source>
        <translation>导入日志文件夹…</translation>
    </message>
    <message>
        <source>Import a file of results…</source>
        <translation>导入结果文件…</translation>
    </message>
    <message>
        <source>Runs of this project</source>
        <translation>此项目的运行</translation>
    </message>
    <message>
        <source>Published sweeps</source>
        <translation>已发表的逐层评测</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>打开%1</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>%1 · results still come</source>
        <translation>%1 · 结果仍在到来</translation>
    </message>
    <message>
        <source>none known</source>
        <translation>没有已知的</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1; teacher %2</source>
        <translation>%1；教师 %2</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>共 %1</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Each task (%1)</source>
        <translation>各任务（%1）</translation>
    </message>
    <message>
        <source>Shows the drop of each task.</source>
        <translation>显示每个任务的下降。</translation>
    </message>
    <message>
        <source>Hides the rows of the tasks.</source>
        <translation>隐藏各任务的行。</translation>
    </message>
    <message numerus="yes">
        <source>%n warnings: what was not used, or used instead</source>
        <translation>
            <numerusform>%n 条警告：未使用的，或改用的内容</numerusform>
        </translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>−%1 %</source>
        <translation>−%1 %</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1 (sizes of the teacher are not known)</source>
        <translation>%1（教师的尺寸未知）</translation>
    </message>
    <message>
        <source>×%1</source>
        <translation>×%1</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>no task can be left out</source>
        <translation>没有可省去的任务</translation>
    </message>
    <message>
        <source>Opens the wizard of stage 2 with these layers.</source>
        <translation>以这些层打开阶段 2 的向导。</translation>
    </message>
    <message>
        <source>The project is only read here.</source>
        <translation>此处项目为只读。</translation>
    </message>
    <message>
        <source>Differs from published</source>
        <translation>与已发表的差异</translation>
    </message>
    <message>
        <source>Differs from published (%1)</source>
        <translation>与已发表的差异（%1）</translation>
    </message>
    <message>
        <source>no set of so many layers</source>
        <translation>没有同样层数的集合</translation>
    </message>
    <message>
        <source>choose a set above</source>
        <translation>请在上方选择集合</translation>
    </message>
    <message>
        <source>The best %1</source>
        <translation>最高的 %1 层</translation>
    </message>
    <message>
        <source>Baseline: %1</source>
        <translation>基线：%1</translation>
    </message>
    <message>
        <source>Published: %1</source>
        <translation>已发表：%1</translation>
    </message>
    <message>
        <source>Layer %1: linear</source>
        <translation>第 %1 层：线性</translation>
    </message>
    <message>
        <source>Layer %1: attention</source>
        <translation>第 %1 层：注意力</translation>
    </message>
    <message>
        <source>%1 layers changed</source>
        <translation>更改了 %1 层</translation>
    </message>
    <message>
        <source>Layer %1: %2</source>
        <translation>第 %1 层：%2</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Show as</source>
        <translation>显示为</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Opens logs of lm-evaluation-harness, a sweep of this project, or a published one.</source>
        <translation>打开 lm-evaluation-harness 的日志、此项目的逐层评测，或已发表的评测。</translation>
    </message>
    <message>
        <source>How many layers keep softmax attention; a quarter of them is usual. Typing a number takes the best of the score.</source>
        <translation>保留 softmax 注意力的层数；通常为四分之一。输入数字即取评分最高的层。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>best swept</source>
        <translation>评测最佳</translation>
    </message>
    <message>
        <source>teacher</source>
        <translation>教师</translation>
    </message>
    <message>
        <source>What drops are measured from: the best result of any swept layer, as published for HALO, or the teacher&apos;s own.</source>
        <translation>下降的起点：各层评测中的最好结果（HALO 发表的做法），或教师自身的结果。</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>基线</translation>
    </message>
    <message>
        <source>A set that a paper shipped for a model of as many layers.</source>
        <translation>论文为同样层数的模型给出的集合。</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>已发表</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>⌃ at the clip   ○ commonsense drop near zero   – sign turned   ▨ not measured</source>
        <translation>⌃ 达到上限   ○ 常识下降接近零   – 符号反转   ▨ 未测量</translation>
    </message>
    <message>
        <source>Other selectors and published sets: filled where both keep a layer</source>
        <translation>其他选择方法和已发表的集合：双方都保留的层为实心</translation>
    </message>
    <message>
        <source>Which layers keep attention?</source>
        <translation>哪些层保留注意力？</translation>
    </message>
    <message>
        <source>A layer sweep measures the teacher with each layer&apos;s attention replaced in turn. Run one, import the logs of one, or open a published one: that needs no model and computes nothing.</source>
        <translation>逐层评测依次替换教师每一层的注意力并测量。您可以运行一次、导入已有的日志，或打开已发表的评测：后者不需要模型，也不做计算。</translation>
    </message>
    <message>
        <source>New layer sweep…</source>
        <translation>新的逐层评测…</translation>
    </message>
    <message>
        <source>Import logs…</source>
        <translation>导入日志…</translation>
    </message>
    <message>
        <source>Attention layers</source>
        <translation>注意力层</translation>
    </message>
    <message>
        <source>KV at 128K tokens</source>
        <translation>128K 词元的 KV</translation>
    </message>
    <message>
        <source>Keys and values of one sequence of 131,072 tokens in bfloat16, and by how much they are fewer than the teacher&apos;s.</source>
        <translation>一个 131,072 词元序列的键和值（bfloat16），以及比教师少多少。</translation>
    </message>
    <message>
        <source>Decode at 512K (modelled)</source>
        <translation>512K 处解码（模型估算）</translation>
    </message>
    <message>
        <source>The teacher&apos;s bytes read for a token over the hybrid&apos;s, weights and cache, after 524,288 tokens. It is computed, not measured.</source>
        <translation>524,288 个词元之后，每个词元教师读取的字节（权重和缓存）与混合模型之比。这是计算值，不是测量值。</translation>
    </message>
    <message>
        <source>Kept importance</source>
        <translation>保留的重要性</translation>
    </message>
    <message>
        <source>The share of the summed scores that the kept layers have; scores below 0 count as 0.</source>
        <translation>保留的层占评分总和的份额；低于 0 的评分按 0 计。</translation>
    </message>
    <message>
        <source>Stable leaving a task out</source>
        <translation>省去一项任务仍稳定</translation>
    </message>
    <message>
        <source>How many of the kept layers the score keeps whichever one of its tasks is left out.</source>
        <translation>无论省去评分的哪一项任务都仍被保留的层数。</translation>
    </message>
    <message>
        <source>Layers that only this choice has (+) and only the published set (−).</source>
        <translation>仅此选择有的层（+）和仅已发表集合有的层（−）。</translation>
    </message>
    <message>
        <source>Use for stage 2</source>
        <translation>用于阶段 2</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
</context>
<context>
    <name>halyard::views::LayerFacts</name>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>95 % interval, low</source>
        <translation>95 % 区间下限</translation>
    </message>
    <message>
        <source>95 % interval, high</source>
        <translation>95 % 区间上限</translation>
    </message>
    <message>
        <source>kept in redraws</source>
        <translation>重抽中被保留</translation>
    </message>
    <message>
        <source>remarks</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>halyard::views::LayerHeatmap</name>
    <message>
        <source>Point at a cell to read its value.</source>
        <translation>指向格子可读出其数值。</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Layer %1, step %2: %3</source>
        <translation>第 %1 层，第 %2 步：%3</translation>
    </message>
    <message>
        <source>Layer %1, mean of steps %2 – %3: %4</source>
        <translation>第 %1 层，第 %2 – %3 步的均值：%4</translation>
    </message>
</context>
<context>
    <name>halyard::views::LayerStrip</name>
    <message>
        <source>Layer %1: attention</source>
        <translation>第 %1 层：注意力</translation>
    </message>
    <message>
        <source>Layer %1: linear</source>
        <translation>第 %1 层：线性</translation>
    </message>
    <message>
        <source>Puts the strip back to the score&apos;s own choice of as many layers.</source>
        <translation>恢复为评分所选的同样多的层。</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>A keeps softmax attention, L becomes linear. Click, or drag over several; a dot marks what differs from the score&apos;s choice.</source>
        <translation>A 保留 softmax 注意力，L 变为线性。单击，或拖过多个；圆点标出与评分所选不同之处。</translation>
    </message>
    <message>
        <source>Best %1</source>
        <translation>最高 %1 层</translation>
    </message>
</context>
<context>
    <name>halyard::views::LayerTable</name>
    <message>
        <source>Layers as a table</source>
        <translation>以表格显示的层</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>mixer</source>
        <translation>混合器</translation>
    </message>
    <message>
        <source>where the figures stand</source>
        <translation>数字的出处</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>线性</translation>
    </message>
</context>
<context>
    <name>halyard::views::LengthPage</name>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>How well needles are found in longer and longer texts. Bands are 95 % intervals by Wilson; click a point for its depths, questions and answers.</source>
        <translation>在越来越长的文本中找到针的能力。色带为 95 % 威尔逊区间；点击一个点可查看各深度、问题和回答。</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Needles found</source>
        <translation>找到的针</translation>
    </message>
    <message>
        <source>length in tokens</source>
        <translation>长度（词元）</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Loss on held-out text</source>
        <translation>留出文本上的损失</translation>
    </message>
    <message>
        <source>A of the logits scaling</source>
        <translation>logits 缩放的 A</translation>
    </message>
    <message>
        <source>nats a token</source>
        <translation>纳特/词元</translation>
    </message>
    <message>
        <source>Needles by scaling</source>
        <translation>不同缩放找到的针</translation>
    </message>
    <message>
        <source>All tasks together</source>
        <translation>所有任务合计</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>trained at %1</source>
        <translation>训练长度 %1</translation>
    </message>
    <message>
        <source>%1: trained at %2</source>
        <translation>%1：训练长度 %2</translation>
    </message>
    <message>
        <source>best: %1</source>
        <translation>最佳：%1</translation>
    </message>
    <message>
        <source>%1: the least loss has %2.</source>
        <translation>%1：%2 的损失最小。</translation>
    </message>
    <message>
        <source>%1: the most needles finds %2.</source>
        <translation>%1：%2 找到的针最多。</translation>
    </message>
    <message>
        <source>Depth × length: %1</source>
        <translation>深度 × 长度：%1</translation>
    </message>
    <message>
        <source>Questions and answers</source>
        <translation>问题与回答</translation>
    </message>
    <message>
        <source>Click a cell at the left to read what was asked there and what the model answered.</source>
        <translation>点击左侧的单元格，阅读所提的问题和模型的回答。</translation>
    </message>
    <message>
        <source>%1 tokens, depth %2 %</source>
        <translation>%1 个词元，深度 %2 %</translation>
    </message>
    <message>
        <source>The answers are being read.</source>
        <translation>正在读取回答。</translation>
    </message>
    <message>
        <source>%1 tokens, depth %2 – %3 %</source>
        <translation>%1 个词元，深度 %2 – %3 %</translation>
    </message>
</context>
<context>
    <name>halyard::views::LineageTree</name>
    <message>
        <source>What the project holds</source>
        <translation>项目的内容</translation>
    </message>
    <message>
        <source>Stale: an input has changed since.</source>
        <translation>已过时：某个输入在此之后发生了变化。</translation>
    </message>
</context>
<context>
    <name>halyard::views::MeasuredRun</name>
    <message>
        <source>%1 of %2 cells measured</source>
        <translation>已测量 %1 / %2 个单元格</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>%1 entries of results.json are no cells and were passed over</source>
        <translation>results.json 中有 %1 项不是单元格，已跳过</translation>
    </message>
    <message>
        <source>The results are being read.</source>
        <translation>正在读取结果。</translation>
    </message>
    <message>
        <source>Nothing is measured yet. The first point appears when the first cell is done.</source>
        <translation>尚无测量结果。第一个单元格完成后将出现第一个点。</translation>
    </message>
    <message>
        <source>This run has not been started, so there is nothing to show yet.</source>
        <translation>该运行尚未启动，暂无内容可显示。</translation>
    </message>
    <message>
        <source>This run ended before it had measured anything.</source>
        <translation>该运行在测出任何结果之前就结束了。</translation>
    </message>
</context>
<context>
    <name>halyard::views::MeasuredRuns</name>
    <message>
        <source>Open the run</source>
        <translation>打开运行</translation>
    </message>
    <message>
        <source>Take this run off the page</source>
        <translation>从页面移除此运行</translation>
    </message>
    <message>
        <source>Add a run</source>
        <translation>添加运行</translation>
    </message>
    <message>
        <source>The project has no other run that measured this.</source>
        <translation>项目中没有其他测量此项的运行。</translation>
    </message>
    <message>
        <source>Put another run&apos;s results on this page</source>
        <translation>把另一个运行的结果放到此页</translation>
    </message>
</context>
<context>
    <name>halyard::views::NoticesPanel</name>
    <message>
        <source>Notices</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>%1  %2</source>
        <translation>%1  %2</translation>
    </message>
</context>
<context>
    <name>halyard::views::Numbers</name>
    <message>
        <source>not a number</source>
        <translation>非数</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 m %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 m</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 天 %2 小时</translation>
    </message>
    <message>
        <source>%1 (%2 – %3)</source>
        <translation>%1（%2 – %3）</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>halyard::views::OverviewPage</name>
    <message>
        <source>Teacher</source>
        <translation>教师</translation>
    </message>
    <message>
        <source>The model to learn from</source>
        <translation>供学习的模型</translation>
    </message>
    <message>
        <source>Align</source>
        <translation>对齐</translation>
    </message>
    <message>
        <source>Each layer learns its linear form</source>
        <translation>每一层学习其线性形式</translation>
    </message>
    <message>
        <source>Distill</source>
        <translation>蒸馏</translation>
    </message>
    <message>
        <source>The student learns the teacher&apos;s predictions</source>
        <translation>学生学习教师的预测</translation>
    </message>
    <message>
        <source>Extend</source>
        <translation>扩展</translation>
    </message>
    <message>
        <source>The student learns longer texts</source>
        <translation>学生学习更长的文本</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>A folder that other programs load</source>
        <translation>其他程序可加载的文件夹</translation>
    </message>
    <message>
        <source>Held-out loss of the runs</source>
        <translation>各次运行的留出损失</translation>
    </message>
    <message>
        <source>What changed lately</source>
        <translation>最近的变化</translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>还没有发生任何事。</translation>
    </message>
    <message>
        <source>%1  %2</source>
        <translation>%1  %2</translation>
    </message>
    <message>
        <source>Begin here</source>
        <translation>从这里开始</translation>
    </message>
    <message>
        <source>Distill my own teacher…</source>
        <translation>蒸馏我自己的教师模型…</translation>
    </message>
    <message>
        <source>With a model folder from Hugging Face and text files of yours, one wizard sets up all three stages. The demo needs neither: it brings a small teacher of its own.</source>
        <translation>有了 Hugging Face 的模型文件夹和你自己的文本文件，一个向导即可设置全部三个阶段。演示两者都不需要：它自带一个小教师。</translation>
    </message>
    <message>
        <source>Run the demo (about 4 minutes)</source>
        <translation>运行演示（约 4 分钟）</translation>
    </message>
    <message>
        <source>Needles found</source>
        <translation>找到的针</translation>
    </message>
    <message>
        <source>length in tokens</source>
        <translation>长度（词元）</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
    </message>
</context>
<context>
    <name>halyard::views::PartList</name>
    <message>
        <source>Stages</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Each stage is listed when it begins. Double-click one for its curves, its checkpoints and its export.</source>
        <translation>每个阶段开始后会列在这里。双击即可查看其曲线、检查点并导出。</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Runs in it</source>
        <translation>其中的运行</translation>
    </message>
    <message>
        <source>Each run is listed when it begins. Double-click one for its page.</source>
        <translation>每个运行开始时即列出。双击可打开其页面。</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
</context>
<context>
    <name>halyard::views::PathList</name>
    <message>
        <source>Add another</source>
        <translation>再添加一个</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Take this line away</source>
        <translation>移除此行</translation>
    </message>
</context>
<context>
    <name>halyard::views::PopOut</name>
    <message>
        <source>Put back into its page (W)</source>
        <translation>放回页面 (W)</translation>
    </message>
    <message>
        <source>Show in a window of its own (W)</source>
        <translation>在单独的窗口中显示 (W)</translation>
    </message>
    <message>
        <source>%1: in a window of its own</source>
        <translation>%1：正在单独的窗口中显示</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>放回</translation>
    </message>
</context>
<context>
    <name>halyard::views::QueueBar</name>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Nothing is running or waiting.</source>
        <translation>没有正在运行或等待的任务。</translation>
    </message>
    <message>
        <source>step %1 / %2</source>
        <translation>第 %1 / %2 步</translation>
    </message>
    <message>
        <source>loss %1</source>
        <translation>损失 %1</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Stop after this step, with a checkpoint</source>
        <translation>完成本步并保存检查点后停止</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>提前</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>推后</translation>
    </message>
    <message>
        <source>Take out of the queue</source>
        <translation>移出队列</translation>
    </message>
</context>
<context>
    <name>halyard::views::Range</name>
    <message>
        <source>one of %1</source>
        <translation>是 %1 之一</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the items of a list</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>above %1 and at most %2</source>
        <translation>大于 %1 且不超过 %2</translation>
    </message>
    <message>
        <source>at least %1 and at most %2</source>
        <translation>不小于 %1 且不超过 %2</translation>
    </message>
    <message>
        <source>above %1</source>
        <translation>大于 %1</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>不小于 %1</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>不超过 %1</translation>
    </message>
</context>
<context>
    <name>halyard::views::RangeChart</name>
    <message>
        <source>%1 at %2: %3</source>
        <translation>%1，%2 处：%3</translation>
    </message>
    <message>
        <source>%1 at %2: %3 (%4 – %5)</source>
        <translation>%1，%2 处：%3（%4 – %5）</translation>
    </message>
    <message>
        <source>Point at a value to read it.</source>
        <translation>指向一个值即可读取。</translation>
    </message>
</context>
<context>
    <name>halyard::views::ReviewPage</name>
    <message>
        <source>%1
of %2 free</source>
        <translation>%1
可用 %2</translation>
    </message>
    <message>
        <source>What it will need</source>
        <translation>所需资源</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置项</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>This run</source>
        <translation>本次运行</translation>
    </message>
    <message>
        <source>Try two steps</source>
        <translation>试运行两步</translation>
    </message>
    <message>
        <source>The same in a terminal</source>
        <translation>在终端中的等价命令</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>More than there is.</source>
        <translation>超过可用量。</translation>
    </message>
    <message>
        <source>Being reckoned…</source>
        <translation>正在估算…</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>the program&apos;s defaults</source>
        <translation>程序默认值</translation>
    </message>
    <message>
        <source>the preset &quot;%1&quot;</source>
        <translation>预设“%1”</translation>
    </message>
    <message>
        <source>Nothing differs from %1.</source>
        <translation>与%1没有差别。</translation>
    </message>
    <message>
        <source>What differs from %1</source>
        <translation>与%1的差别</translation>
    </message>
    <message>
        <source>Two steps show whether it fits and how fast it is; nothing of them is kept.</source>
        <translation>试运行两步可知能否放下、速度如何；不会保留任何内容。</translation>
    </message>
    <message>
        <source>Trying two steps…</source>
        <translation>正在试运行两步…</translation>
    </message>
</context>
<context>
    <name>halyard::views::RunEvents</name>
    <message>
        <source>Started</source>
        <translation>已启动</translation>
    </message>
    <message>
        <source>Continued from step %1</source>
        <translation>从第 %1 步继续</translation>
    </message>
    <message>
        <source>Checkpoint of step %1, %2</source>
        <translation>第 %1 步的检查点，%2</translation>
    </message>
    <message>
        <source>Step %1 was not applied: a value is not finite</source>
        <translation>第 %1 步没有生效：有非有限的值</translation>
    </message>
    <message>
        <source>Stopped after step %1</source>
        <translation>在第 %1 步之后停止</translation>
    </message>
    <message>
        <source>Done at step %1</source>
        <translation>在第 %1 步完成</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <translation>失败：%1</translation>
    </message>
    <message>
        <source>Paused after step %1</source>
        <translation>在第 %1 步之后暂停</translation>
    </message>
    <message>
        <source>Went on after a pause at step %1</source>
        <translation>暂停后从第 %1 步继续</translation>
    </message>
    <message>
        <source>Command %1 by %2</source>
        <translation>命令 %1，来自 %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Paused after step %1: the disk is full</source>
        <translation>在第 %1 步后暂停：磁盘已满</translation>
    </message>
    <message>
        <source>Ranking after step %1 keeps layers %2</source>
        <translation>第 %1 步后的排名保留第 %2 层</translation>
    </message>
</context>
<context>
    <name>halyard::views::RunFacts</name>
    <message>
        <source>not started</source>
        <translation>未启动</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>crashed</source>
        <translation>崩溃</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>失去联系</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>unknown since %1</source>
        <translation>自 %1 起未知</translation>
    </message>
    <message>
        <source>Teacher from scratch</source>
        <translation>从零训练教师</translation>
    </message>
    <message>
        <source>Stage 1: align the layers</source>
        <translation>第一阶段：逐层对齐</translation>
    </message>
    <message>
        <source>Stage 2: match the predictions</source>
        <translation>第二阶段：匹配预测</translation>
    </message>
    <message>
        <source>Stage 3: extend the context</source>
        <translation>第三阶段：扩展上下文</translation>
    </message>
    <message>
        <source>All three stages</source>
        <translation>全部三个阶段</translation>
    </message>
    <message>
        <source>Needles in a haystack</source>
        <translation>大海捞针</translation>
    </message>
    <message>
        <source>Choices, recall and perplexity</source>
        <translation>选择题、回忆与困惑度</translation>
    </message>
    <message>
        <source>Speed and memory</source>
        <translation>速度与内存</translation>
    </message>
    <message>
        <source>Search for the logits scaling</source>
        <translation>搜索 logits 缩放</translation>
    </message>
    <message>
        <source>Layer sweep</source>
        <translation>逐层扫描</translation>
    </message>
    <message>
        <source>Layer choice by trial (GA-S2)</source>
        <translation>试训选层（GA-S2）</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>对比研究</translation>
    </message>
</context>
<context>
    <name>halyard::views::RunHeader</name>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Continue from the last checkpoint</source>
        <translation>从最新检查点继续</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop after this step, with a checkpoint</source>
        <translation>完成本步并保存检查点后停止</translation>
    </message>
    <message>
        <source>Stop now; steps since the last checkpoint are lost</source>
        <translation>立即停止；最新检查点之后的步将丢失</translation>
    </message>
    <message>
        <source>Clone and edit…</source>
        <translation>复制并编辑…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>运行进度</translation>
    </message>
    <message>
        <source>%1 / %2 steps</source>
        <translation>%1 / %2 步</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 词元</translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1 词元/秒</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>Reading the events, %1 %</source>
        <translation>正在读取事件，%1 %</translation>
    </message>
    <message>
        <source>Only the first %1 % of the events are shown</source>
        <translation>仅显示了前 %1 % 的事件</translation>
    </message>
    <message>
        <source>Stop reading</source>
        <translation>停止读取</translation>
    </message>
    <message>
        <source>Read on</source>
        <translation>继续读取</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>接着训练</translation>
    </message>
</context>
<context>
    <name>halyard::views::RunPage</name>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>tokens/s</source>
        <translation>词元/秒</translation>
    </message>
    <message>
        <source>Alignment of each layer</source>
        <translation>各层的对齐</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 步</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>A zoomed view moves along with the newest step.</source>
        <translation>放大的视图随最新一步移动。</translation>
    </message>
    <message>
        <source>Checkpoints</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>The first checkpoint has not been saved yet.</source>
        <translation>尚未保存第一个检查点。</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>还没有发生任何事。</translation>
    </message>
    <message>
        <source>Double-click a checkpoint to export it.</source>
        <translation>双击检查点可将其导出。</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>held out</source>
        <translation>留出</translation>
    </message>
    <message>
        <source>gradient norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学习率</translation>
    </message>
    <message numerus="yes">
        <source>%n damaged lines of the event log were passed over.</source>
        <translation>
            <numerusform>跳过了事件日志中 %n 个损坏的行。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Open the length page</source>
        <translation>打开长度页</translation>
    </message>
    <message>
        <source>Open the speed page</source>
        <translation>打开速度页</translation>
    </message>
    <message>
        <source>Open the layer bench</source>
        <translation>打开选层台</translation>
    </message>
    <message>
        <source>Needles found</source>
        <translation>找到的针</translation>
    </message>
    <message>
        <source>share, at each checkpoint</source>
        <translation>每个检查点处的比例</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 词元</translation>
    </message>
    <message>
        <source>Open the study</source>
        <translation>打开研究</translation>
    </message>
</context>
<context>
    <name>halyard::views::RunWizard</name>
    <message>
        <source>New run</source>
        <translation>新建运行</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>the program&apos;s defaults</source>
        <translation>程序默认值</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Launch</source>
        <translation>启动运行</translation>
    </message>
</context>
<context>
    <name>halyard::views::SelectorRow</name>
    <message>
        <source>Keep the layers of %1. %2</source>
        <translation>保留 %1 的层。%2</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>cannot tell</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Keep the layers of %1</source>
        <translation>保留 %1 的层</translation>
    </message>
</context>
<context>
    <name>halyard::views::SpecForm</name>
    <message>
        <source>More (%1)</source>
        <translation>更多（%1）</translation>
    </message>
    <message>
        <source>The program&apos;s own default.</source>
        <translation>程序自身的默认值。</translation>
    </message>
    <message>
        <source>The value of the preset &quot;%1&quot;.</source>
        <translation>预设“%1”的值。</translation>
    </message>
    <message>
        <source>from the teacher</source>
        <translation>取自教师</translation>
    </message>
</context>
<context>
    <name>halyard::views::SpeedPage</name>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Time of a token and memory against the length of the text. Lines are medians; bands go from the least to the greatest of the repeats.</source>
        <translation>每个词元的时间和内存随文本长度的变化。线为中位数；色带为各次重复的最小值到最大值。</translation>
    </message>
    <message>
        <source>Writing one token</source>
        <translation>写出一个词元</translation>
    </message>
    <message>
        <source>length in tokens</source>
        <translation>长度（词元）</translation>
    </message>
    <message>
        <source>ms a token</source>
        <translation>毫秒/词元</translation>
    </message>
    <message>
        <source>Reading the text</source>
        <translation>读取文本</translation>
    </message>
    <message>
        <source>Most memory</source>
        <translation>最大内存</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1: out of memory at %2</source>
        <translation>%1：长度 %2 时内存不足</translation>
    </message>
    <message>
        <source>%1: out of memory at %2, needs %3 of %4</source>
        <translation>%1：长度 %2 时内存不足，需要 %3，可用 %4</translation>
    </message>
    <message>
        <source>%1 is faster from about %2 tokens</source>
        <translation>%1 从约 %2 个词元起更快</translation>
    </message>
    <message numerus="yes">
        <source>%1 with %n threads</source>
        <translation>
            <numerusform>%1，%n 个线程</numerusform>
        </translation>
    </message>
    <message>
        <source>an unnamed machine</source>
        <translation>未命名的机器</translation>
    </message>
    <message>
        <source>Measured on %1. Other work of the machine shows as wide bands.</source>
        <translation>在 %1 上测量。机器上的其他工作会使色带变宽。</translation>
    </message>
    <message>
        <source>Not all of this was measured alike: %1. Compare only what was.</source>
        <translation>测量条件并不相同：%1。请只比较条件相同的结果。</translation>
    </message>
</context>
<context>
    <name>halyard::views::StartPage</name>
    <message>
        <source>Halyard</source>
        <translation>Halyard</translation>
    </message>
    <message>
        <source>Turns a language model with softmax attention into a hybrid of linear attention and a few layers of softmax: faster and smaller on long texts.</source>
        <translation>把使用 softmax 注意力的语言模型变成以线性注意力为主、保留少数 softmax 层的混合模型：处理长文本更快、更省内存。</translation>
    </message>
    <message>
        <source>See all of it once</source>
        <translation>完整地看一遍</translation>
    </message>
    <message>
        <source>Use my own teacher…</source>
        <translation>使用我自己的教师…</translation>
    </message>
    <message>
        <source>Open a project…</source>
        <translation>打开项目…</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
    <message>
        <source>%1 is not there now</source>
        <translation>%1 现在不在那里</translation>
    </message>
    <message>
        <source>Take off this list; the folder stays</source>
        <translation>从列表中移除；文件夹保留</translation>
    </message>
    <message>
        <source>Published layer sweeps</source>
        <translation>已发表的逐层扫描</translation>
    </message>
    <message>
        <source>The results that the layers of two published models were chosen by, with how sure they are. Opening them computes nothing and writes nothing.</source>
        <translation>两个已发表模型选层所依据的结果及其可靠程度。打开它们不会计算或写入任何内容。</translation>
    </message>
    <message>
        <source>Qwen3-1.7B (HypeNet 2B)</source>
        <translation>Qwen3-1.7B（HypeNet 2B）</translation>
    </message>
    <message>
        <source>Qwen3-4B (HypeNet 5B)</source>
        <translation>Qwen3-4B（HypeNet 5B）</translation>
    </message>
    <message>
        <source>The demo makes a hybrid of a small teacher in three stages, and shows it finding what its teacher no longer finds in long texts. It needs neither a GPU nor a network.</source>
        <translation>演示分三个阶段把一个小教师变成混合模型，并展示它在长文本中找到教师已找不到的内容。既不需要 GPU，也不需要网络。</translation>
    </message>
    <message>
        <source>Run the demo (about 4 minutes)</source>
        <translation>运行演示（约 4 分钟）</translation>
    </message>
</context>
<context>
    <name>halyard::views::StepList</name>
    <message>
        <source>Steps of the wizard</source>
        <translation>向导的步骤</translation>
    </message>
</context>
<context>
    <name>halyard::views::StudyPage</name>
    <message>
        <source>%1 failed. %2</source>
        <translation>%1 失败。%2</translation>
    </message>
    <message numerus="yes">
        <source>%n more failed.</source>
        <translation>
            <numerusform>另有 %n 个失败。</numerusform>
        </translation>
    </message>
    <message>
        <source>Continue the study&apos;s run to try them alone; what is done stays.</source>
        <translation>继续该研究的运行即可单独重试它们；已完成的保留。</translation>
    </message>
    <message>
        <source>The table stands here as soon as the study has begun.</source>
        <translation>研究一开始，表就会显示在这里。</translation>
    </message>
    <message>
        <source>Open its run</source>
        <translation>打开其运行</translation>
    </message>
    <message>
        <source>Start, pause and stop the study, its time left and its runs in order</source>
        <translation>启动、暂停和停止研究，剩余时间以及按顺序排列的运行</translation>
    </message>
    <message>
        <source>Edit a copy…</source>
        <translation>编辑副本…</translation>
    </message>
    <message>
        <source>A new study that begins with this grid</source>
        <translation>以此网格开始的新研究</translation>
    </message>
    <message>
        <source>&amp;Measure:</source>
        <translation>度量(&amp;M)：</translation>
    </message>
    <message>
        <source>A&amp;gainst:</source>
        <translation>相对于(&amp;G)：</translation>
    </message>
</context>
<context>
    <name>halyard::views::TradeOffChart</name>
    <message>
        <source>Cost and gain</source>
        <translation>代价与收益</translation>
    </message>
    <message>
        <source>%1 against %2</source>
        <translation>%1相对于%2</translation>
    </message>
    <message>
        <source>%1: %2 with %3</source>
        <translation>%1：%2，%3</translation>
    </message>
    <message>
        <source>%1; another row is better in both</source>
        <translation>%1；另有一行在两方面都更好</translation>
    </message>
    <message>
        <source>Two rows that are done can be compared here.</source>
        <translation>两行完成后即可在此比较。</translation>
    </message>
    <message>
        <source>Point at a value to read it; a click shows its row.</source>
        <translation>指向一个值即可读取；单击显示其所在行。</translation>
    </message>
    <message>
        <source>%1 in seconds</source>
        <translation>%1（秒）</translation>
    </message>
</context>
<context>
    <name>halyard::views::TrialTable</name>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>期望</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Questions and answers</source>
        <translation>问题与回答</translation>
    </message>
    <message>
        <source>No answers are kept of this cell.</source>
        <translation>此单元格没有保留回答。</translation>
    </message>
    <message>
        <source>The first %1 of %2 answers are listed.</source>
        <translation>列出 %2 个回答中的前 %1 个。</translation>
    </message>
    <message>
        <source>Asked: %1</source>
        <translation>问题：%1</translation>
    </message>
    <message>
        <source>Expected: %1</source>
        <translation>期望：%1</translation>
    </message>
    <message>
        <source>Answered: %1</source>
        <translation>回答：%1</translation>
    </message>
</context>
<context>
    <name>halyard::views::WizardPages</name>
    <message>
        <source>Checkpoint</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>The student that learns to use a longer context.</source>
        <translation>学习使用更长上下文的学生。</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>The architecture that is trained from scratch.</source>
        <translation>从零开始训练的架构。</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>教师</translation>
    </message>
    <message>
        <source>The model whose layers and predictions the student learns.</source>
        <translation>学生所学习的层和预测来自这个模型。</translation>
    </message>
    <message>
        <source>Mixer</source>
        <translation>混合层</translation>
    </message>
    <message>
        <source>What takes the place of softmax attention in each layer.</source>
        <translation>在每一层中取代 softmax 注意力的是什么。</translation>
    </message>
    <message>
        <source>Student</source>
        <translation>学生</translation>
    </message>
    <message>
        <source>Which layers keep attention, and what the others become.</source>
        <translation>哪些层保留注意力，其余各层变成什么。</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Long text, and how much of it makes a step.</source>
        <translation>长文本，以及一步用多少。</translation>
    </message>
    <message>
        <source>The text, and how much of it makes a step.</source>
        <translation>文本，以及一步用多少。</translation>
    </message>
    <message>
        <source>Objective</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>How far a layer is from the teacher&apos;s.</source>
        <translation>如何衡量一层与教师对应层的差距。</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>How large the steps are.</source>
        <translation>每一步有多大。</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>How long it runs, and what it keeps on the way.</source>
        <translation>运行多久，途中保留什么。</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>The device that computes, and its number format.</source>
        <translation>用于计算的设备及其数值格式。</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>流水线</translation>
    </message>
    <message>
        <source>The three stages run one after another; each begins with the student of the one before.</source>
        <translation>三个阶段依次运行；每个阶段从前一阶段的学生开始。</translation>
    </message>
    <message>
        <source>Multiple choice, recall and perplexity, from files of yours.</source>
        <translation>选择题、回忆和困惑度，来自您的文件。</translation>
    </message>
    <message>
        <source>Time of a token and memory at each length; memory that is not there is a result, too.</source>
        <translation>各长度下每个词元的时间和内存；内存不足也是一种结果。</translation>
    </message>
    <message>
        <source>Each value is tried by the loss on held-out text and by needles.</source>
        <translation>每个值都用留出文本的损失和找针来试。</translation>
    </message>
    <message>
        <source>The teacher with one layer exchanged after the other is measured on all of these.</source>
        <translation>依次替换教师的每一层，并在所有这些任务上测量。</translation>
    </message>
    <message>
        <source>Which needles are hidden in how long texts, and how deep.</source>
        <translation>在多长的文本中藏哪些针，藏多深。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>The teacher, and the run of stage 1 that has a mixer for each of its layers.</source>
        <translation>教师，以及为其每一层都训练了混合器的第 1 阶段运行。</translation>
    </message>
    <message>
        <source>The models that are compared; the weights of each are read once.</source>
        <translation>要比较的模型；每个模型的权重只读取一次。</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>测量内容</translation>
    </message>
</context>
</TS>
