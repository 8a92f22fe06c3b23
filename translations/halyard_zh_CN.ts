<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>halyard</name>
    <message>
        <source>renaming</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>syncing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>writing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>closing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>creating</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped on request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: {action} failed: the disk is full. Free some space and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: {action} failed: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: there is no such file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: not a regular file (a loop of symbolic links).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>opening</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: not a regular file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: the file has {size} bytes; the limit is {limit}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: the file changed while being read. Try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; is given twice. Remove one of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: the number {number} of &quot;{key}&quot; is too large.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source} is not valid JSON at byte {byte}, near &quot;{token}&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot;: {number} is outside the allowed range -9007199254740991…9007199254740991.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: nested deeper than {depth} levels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: {size} bytes of JSON; the limit is {limit}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source} begins with a byte-order mark. Save it as UTF-8 without one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source} is not valid UTF-8 at byte {byte}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source} is not valid JSON at byte {byte}: a NUL.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: the file is {size} bytes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>/proc/self/status has no {field}; memory cannot be measured here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{worker} does not start with the LibTorch of {torch}; its message is above. Run &quot;halyard setup&quot; to fetch LibTorch again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--preset and --spec both say where to start. Give one of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} describes a run of kind {found}, not {wanted}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--set takes key=value, such as optimizer.learning_rate=0.001, not &quot;{text}&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is not a selection: it needs &quot;selected&quot;, a list of layer numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{run} is running already. &quot;halyard status {run}&quot; says where it stands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{run} was stopped at step {step}. Continue it with: halyard run {run} --resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{run} failed at step {step}. Continue it with: halyard run {run} --resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{run} crashed at step {step}. Continue it with: halyard run {run} --resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--steps goes with --dry; the length of a run is its schedule.steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>python3 was not found on PATH; its pip fetches LibTorch. Install it: apt install python3-pip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pip could not fetch {package}; its message is above. Check the network and the free space of {folder}, and call &quot;halyard setup&quot; again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{run} is not running. &quot;halyard status {run}&quot; says where it stands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{run}: the process that {file} names is not on this machine any more, or is not yours. Nothing was stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The worker was ended by signal {number} ({name}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The worker ended with exit code {code}; its message is in the terminal it ran in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: longer than {limit} bytes. Split it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: not a JSON string. Write one string in double quotes a line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: not a JSON list of token ids, like [12, 7].</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tokenize: give exactly one of --text, --file, --lines and --decode-lines.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is LibTorch {found}; this program was built for {needed}. Run &quot;halyard setup&quot;, or set HALYARD_TORCH_DIR to the torch folder of that version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Neither HOME nor XDG_DATA_HOME is set, so there is no place for data. Set one of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HALYARD_TORCH_DIR is {path}, which holds no lib/libtorch_cpu.so. Set it to the torch folder of a wheel, or unset it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LibTorch {needed} was not found. Run &quot;halyard setup&quot; to fetch it, or set HALYARD_TORCH_DIR to the torch folder of a wheel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>halyard-worker was not found beside {path}. This installation can read and create runs but not compute; install the worker, or run this on a machine that has it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>config.json: &quot;mixer_types&quot; names &quot;{mixer}&quot;, whose cost is not known (known: attn, lightning-attn).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: only .jsonl and .txt files can be read. Convert or rename it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: this is {format} data, not UTF-8 text. Unpack or convert it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: a .txt file is one document, and {size} bytes are more than the limit of {limit}. Split it, or write its documents as lines of a .jsonl file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder}: there is no .jsonl or .txt file in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No input was given. Name .jsonl or .txt files, or folders of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is not a packing (known: halo, stream).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder}: another process is preparing this data now. Wait for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{bad} of {lines} lines are bad, more than the limit of {limit} %. Repair the input; each bad line is named above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The input gives {tokens} tokens, less than one block of {block}. Give more text or a shorter block.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder}: exists already and holds something else. Remove it or name another --out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--block {block} is outside 1…{largest}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A shard of {tokens} tokens is not possible; give at least 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--out is empty. Name the folder to write.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder}: no end-of-text token is named. Set &quot;eos_token&quot; in tokenizer_config.json.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The saved data position has no whole number &quot;{key}&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data holds no block to train on. Prepare more text or a shorter block.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rank {rank} of {ranks} is not possible.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The saved data position belongs to &quot;{key}&quot; {saved}, this run has {now}. Continue with the same data and seed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The saved data position belongs to another &quot;shuffle&quot; setting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: shorter than when preparing was interrupted. Remove its folder and prepare again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mapping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: not the manifest of prepared data. Is this a folder that &quot;halyard data prepare&quot; wrote?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: format version {version}; this program reads version {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: &quot;block&quot; {block} is outside 1…{largest}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: not a token shard (its first bytes are others). Prepare the data again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: written on a machine with another byte order. Prepare the data here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: shard version {version}; this program reads version {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: holds {blocks} blocks of {block} tokens; manifest.json says {expected} of {length}. Prepare the data again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: the shard name &quot;{name}&quot; leaves the folder. Refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: {size} bytes; {blocks} blocks need {expected}. The file is damaged or incomplete; prepare the data again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: &quot;blocks&quot; {said} and &quot;tokens&quot; {tokens}, but its shards hold {blocks} blocks of {block}. Prepare the data again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Block {index} was asked for; the data has {count}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: its checksum is {found}, manifest.json says {expected}. The file is damaged; prepare the data again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: token {id} at position {position} is outside the vocabulary of {size}. Prepare the data again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The demo stopped because &quot;halyard {command}&quot; failed; its own message is above. Call &quot;halyard demo&quot; again to go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{run}: the run has no checkpoint. Remove the folder and call the demo again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: the demo&apos;s text is not there. Install Halyard again, or run from its source tree.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is another project. Choose another folder with --out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} holds something else already. Choose another folder with --out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text was tokenised with {text} tokens, but the model knows {model}. Prepare the data with the model&apos;s own tokenizer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder was not loaded with transformers: {python} cannot ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder was not loaded with transformers: no Python was found. Set HALYARD_PYTHON to one that has transformers to compare there too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder was not loaded with transformers: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder was not loaded with transformers: that took more than {seconds} s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder was not loaded with transformers: {python} ended with {how}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder was not loaded with transformers: {python} gave no answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder}: config.json says &quot;tie_word_embeddings&quot;: true, but lm_head.weight differs from model.embed_tokens.weight. Correct the one that is wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A Qwen3 model has no attn_logits_scaling; leave --attn-logits-scaling out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the run says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the checkpoint&apos;s config.json says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the published setting, because none was given; --attn-logits-scaling none turns it off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No tokenizer is known for this model, so the folder has none. Give one with --tokenizer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read back, tensor &quot;{tensor}&quot; is not what was written. Nothing was exported; check the disk of {out}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read back, the folder has {found} tensors instead of {wanted}. Nothing was exported; check the disk of {out}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{checkpoint}: its logits are not finite, so it is not exported. Choose an earlier checkpoint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The exported folder computes other logits than the checkpoint (relative error {error}). Nothing was exported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>transformers cannot load the exported folder ({reason}). Nothing was exported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>transformers {version} computes other logits from the exported folder (relative error {error}). Nothing was exported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exporting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder}: tensor &quot;{tensor}&quot; has the type {type}; F32 and BF16 can be exported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} must hold a JSON object.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{run} is a pipeline; export one of the runs in its folder &quot;children&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{run} is a stage1 run: it trains mixers, not a whole model. Export a stage2 or stage3 run that continues it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{run} has no checkpoint of step {step}; &quot;halyard status&quot; names the newest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A newer checkpoint was passed over. {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{run} has no intact checkpoint yet, so there is nothing to export.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give either --run or --checkpoint: what is to be exported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--step belongs to --run; a checkpoint folder is one step already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder} has no tokenizer.json; --tokenizer must be a folder with a tokenizer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{checkpoint} holds weights that are not finite. Choose an earlier one with --step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder} is a run, not a checkpoint: use --run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{out}&quot; names no folder; --out must be the name of the folder to write.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{out} is a symbolic link; name the folder itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{out} lies in {source}, or around it; export to a folder of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{out} is not a folder. Choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{out} exists and is not an earlier export; nothing was written. Choose another folder, or remove it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tokenizer asked for Python code of its own (&quot;auto_map&quot;); it was left out, tokenizer.json alone is used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: token &quot;{token}&quot; has the id {id}, but the model knows {count} tokens. Give the model&apos;s own tokenizer with --tokenizer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: {what}. The checkpoint is damaged; an older one is needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its content does not match its own checksum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: written by another version (format {found}, this program knows {known}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a field is missing or of the wrong kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>removing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>saving the checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file has {size} bytes, the manifest says {expected}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the content of the file has changed since it was saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it belongs to step {step}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeping the last {count} checkpoints is not enough: at least 2 are kept, so that a damaged one has a predecessor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: the document must be a JSON object, not {found}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; is missing; it must be {wanted}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; is {found}; it must be {wanted}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a whole number from {low} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number from {low} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>true or false</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list of names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;lightning_nkv&quot; is {kv}; it must divide &quot;lightning_nh&quot;, which is {heads}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;lightning_nh&quot; times &quot;lightning_head_dim&quot; is {width}; at most {limit} is allowed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;lightning_head_dim&quot; is {value}; with &quot;lightning_use_rope&quot; it must equal &quot;head_dim&quot;, which is {headDim}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;lightning_head_dim&quot; is {value}; with rotary embeddings it must be even.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: the constant {value} is outside the allowed range: above 0, at most 1000000000.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: the second word &quot;{word}&quot; must be a number from 2 to 1000000000.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: &quot;{text}&quot; is one word. The published code reads it as A = 362, and it may be meant as an A of its own: write &quot;hype 362&quot; for the first, &quot;hype A&quot; with your number for the second (the published setting is &quot;hype 500&quot;), or &quot;none&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: &quot;{text}&quot; must be &quot;none&quot;, a number, or two words such as &quot;hype 500&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: {found} must be null, a number, or two words such as &quot;hype 500&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>qwen3 or hypenet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source} asks to run Python code from the model (&quot;auto_map&quot;). This program never runs model code; architecture &quot;{type}&quot; is not supported (supported: qwen3, hypenet).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;model_type&quot; is &quot;{type}&quot;; supported are qwen3 and hypenet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>silu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>false: sliding-window attention is not supported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0: dropout is not supported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>full_attention in every layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an object or null</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>default: scaled rotary embeddings are not supported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;num_key_value_heads&quot; is {kv}; it must divide &quot;num_attention_heads&quot;, which is {heads}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;num_attention_heads&quot; times &quot;head_dim&quot; is {width}; at most {limit} is allowed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;mixer_types&quot; names {given} layers, but &quot;num_hidden_layers&quot; is {layers}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>float32 or bfloat16</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;head_dim&quot; is {value}; with rotary embeddings it must be even.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{index}: shard name &quot;{shard}&quot; leaves the model folder. Refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{index}: shard name &quot;{shard}&quot; does not end in .safetensors. Refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{index}: shard &quot;{shard}&quot; is missing: it is a broken symbolic link in the model folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{index}: shard &quot;{shard}&quot; is missing: there is no such file in the model folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{index}: shard &quot;{shard}&quot; is a symbolic link out of the model folder. Refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{index}: &quot;weight_map&quot; must be an object that names the shard of each tensor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{index}: the shard of tensor &quot;{tensor}&quot; must be a file name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{index}: &quot;total_size&quot; is {claimed}, but the tensors have {bytes} bytes. The index does not belong to these shards.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder}: there is no such folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder}: neither model.safetensors nor model.safetensors.index.json is there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{index}: tensor &quot;{tensor}&quot; is in shard &quot;{shard}&quot;, but the index does not name it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{index}: tensor &quot;{tensor}&quot; is in shard &quot;{shard}&quot;, but the index says &quot;{listed}&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{index}: tensor &quot;{tensor}&quot; is not in its shard &quot;{shard}&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{config}: &quot;vocab_size&quot; and &quot;hidden_size&quot; ask for {wanted}, but model.embed_tokens.weight has {shape}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: file changed while being read. Try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: this is a Git LFS pointer of {size} bytes, not the file itself. Run &quot;git lfs pull&quot; in its folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: this is a web page of {size} bytes, not a safetensors file. Download the file itself again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: the file is {size} bytes; a safetensors file needs at least 8. The download is probably incomplete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: header claims {claimed} bytes; the limit is {limit}. This is not a safetensors file, or it is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: header says {claimed} bytes but only {follow} follow. The download is probably incomplete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mapping into memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: {type} {shape} cannot be stored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: {extra} bytes more than the declared tensors hold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: {given} of {declared} bytes of tensor data were written; nothing is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: header is not valid JSON at byte {byte}, near &quot;{token}&quot;. The file is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: shape is impossible ({detail} is too large).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: shape is impossible (more than {detail} dimensions).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: &quot;data_offsets&quot; must be {detail} byte positions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: &quot;{detail}&quot; is missing from the header.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: metadata &quot;{key}&quot; is listed twice. Refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: &quot;{key}&quot; is listed twice. Refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: unknown field &quot;{detail}&quot; (known: dtype, shape, data_offsets).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: &quot;{detail}&quot; is listed twice. Refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: unknown data type &quot;{type}&quot; (known: {known}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: header is not valid JSON at byte 0: it must be an object, not {found}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: metadata value for &quot;{key}&quot; must be text, not {found}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: shape is impossible ({detail} is not a whole number of at least 0).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: &quot;data_offsets&quot; holds {detail}; byte positions are whole numbers of at least 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: &quot;dtype&quot; must be a name, not {detail}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: &quot;{tensor}&quot; must be an object, not {detail}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot; is listed twice. Refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: shape {shape} is impossible (product overflows).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: {count} {type} values do not fill whole bytes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: {type} {shape} needs {needed} bytes, header gives {given}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: its bytes begin at {begin} and end at {end}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot;: bytes {begin}–{end} overlap tensor &quot;{other}&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: gap of {gap} bytes before tensor &quot;{tensor}&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: data is {missing} bytes short (header describes {described}, file has {size}). Download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: {extra} extra bytes after the last tensor. Refused: a safetensors file must contain nothing else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: the header is empty. The file is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: header is not valid JSON at byte 0: it begins with a byte-order mark.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: header is not valid UTF-8 at byte {byte}. The file is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: header is not valid JSON at byte {byte}: a NUL. The file is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This model has no tensor &quot;{name}&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor &quot;{name}&quot; has the shape {found}; the model&apos;s configuration asks for {wanted}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder}: tensor &quot;{name}&quot; has the shape {found}; config.json asks for {wanted}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder}: config.json says {layers} layers, but there are only {count} tensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder}: tensors are missing: {names}. The folder is incomplete, or its config.json belongs to another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder}: tensors that config.json has no place for: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{name}&quot; is not a mixer this program has (known: {known}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder}: tensor &quot;{tensor}&quot; of the stage-1 mixers is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder}: tensor &quot;{tensor}&quot; has the shape {found}; the student&apos;s configuration asks for {wanted}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder}: the student&apos;s configuration has no place for tensor &quot;{tensor}&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{name}&quot; is of type {type}, which holds no weights this program reads.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer {layer} of the teacher is not softmax attention; a teacher has no other layers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stage-1 mixers are for {mixers} layers and the student has {student}; the teacher has {teacher}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: the event &quot;{event}&quot; has {size} bytes; the limit is {limit}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{preset}&quot; is not a preset. Did you mean &quot;{near}&quot;?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The preset &quot;{preset}&quot; has no {kind}; it has stage1, stage2 and stage3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers that keep softmax attention, counted from 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mixer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mixer of the layers without softmax attention, by its published name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rotary positions in attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off is NoPE: the kept attention layers see no positions, as HyPE asks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output gate in attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiplies the output of the kept attention layers by a learned gate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logits scaling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For evaluation and export: none, a number, or two words such as &quot;hype 500&quot;. It is off in training.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expand keys and values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repeats the teacher&apos;s key and value heads so that each head has its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random mixers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starts mixers from random weights instead of the teacher&apos;s attention.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model configuration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pretrain: the architecture as a config.json of family qwen3. Other kinds: keys of the mixers that differ from the defaults.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens of a sequence; the prepared data must have blocks of this length.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sequences of a micro-batch, on each process.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accumulation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Micro-batches of a step, on each process.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shuffle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Visits the blocks in a random order that depends on the seed alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Peak, reached at the end of the warm-up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the schedule ends.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rate of mixers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Peak for the parameters of mixers; none is the learning rate of all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beta 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AdamW&apos;s decay of the mean of gradients.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beta 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AdamW&apos;s decay of the mean of squared gradients.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epsilon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added to the denominator of AdamW&apos;s step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decoupled decay of matrices; vectors never decay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient clipping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest norm of all gradients together; 0 is off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rate after the warm-up: a cosine, flat with a decay at the end (wsd), or constant.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length of the run; give either steps or tokens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length of the run in tokens, rounded up to whole steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps in which the learning rate rises from 0 to its peak.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wsd: steps of the decay at the end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bfloat16 keeps float32 master weights and moments.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alignment loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mse: mean of squares. l2norm: mean of norms, divided by the root of the width.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Activation checkpointing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Computes activations twice to hold fewer of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On a loss that is not finite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The step is never applied; then the run stops, or skips the batch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cpu, cuda, or one GPU by its number: cuda:0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU threads; 0 is all cores.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same seed and settings give the same loss bits on a CPU.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log every</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps between two entries of loss and speed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held-out loss every</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps between two measurements on held-out data; 0 is never.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held-out batches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batches of one measurement on held-out data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoint every</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps between two checkpoints.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoints kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Newest checkpoints that stay; the last finite one always does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Milestones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps whose checkpoint is never removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the run is called in lists; the folder&apos;s name when empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is a run already. Choose another folder, or remove it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is a file. Choose a folder that does not exist yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is not empty. Choose a folder that does not exist yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is not a run: it has no run.json. &quot;halyard new&quot; creates one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>locking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} has no checkpoint of step {step}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a model folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a run or one of its checkpoints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a folder that &quot;halyard data prepare&quot; made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a folder with a tokenizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} has no {file}; &quot;{role}&quot; must be {meaning}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; must be {expected}, not {found}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number or null</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list of whole numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; is not a setting. Did you mean &quot;{near}&quot;?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; is not a setting. Remove it; &quot;halyard fields&quot; lists those that are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; may not be set from a run file. Remove it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: written by a newer version (schema {schema}, this program knows {known}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;schema&quot; is {schema}; it must be {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;kind&quot; is missing; it says what the run does, for example &quot;stage1&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{before}&quot;{name}&quot; is not a kind of run. Did you mean &quot;{near}&quot;?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{before}&quot;{name}&quot; is not a kind of run; the kinds are {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: a run is described by a JSON object.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{key}&quot; must be {expected}, not &quot;{value}&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a finite number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>whole numbers with commas between them, such as 0,3,7</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a JSON object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is not a setting. Did you mean &quot;{near}&quot;?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is not a setting; &quot;halyard fields&quot; lists those that are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; looks like an access token. Remove it: run files may be shared.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is {value}; it must be {range}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{key}&quot; must be in rising order, each number once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is &quot;{value}&quot;; it must be {range}. Did you mean &quot;{near}&quot;?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is &quot;{value}&quot;; it must be {range}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{key}&quot; must be an object.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is not read by a run of kind {kind}; it has no effect.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is longer than 200 bytes: &quot;{value}&quot;. Choose a shorter name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{key}&quot; holds a control character: &quot;{value}&quot;. Choose a name without it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is &quot;{value}&quot;; a name has no &quot;/&quot;, &quot;\&quot; and &quot;..&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is &quot;{value}&quot;, a name that some systems reserve. Choose another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is empty. Give a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is a path of {size} bytes; the limit is 4,095.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is a path with a control character or broken UTF-8: &quot;{value}&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is &quot;{value}&quot;; &quot;~&quot; and &quot;$&quot; are not expanded. Write the whole path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{key}&quot; is &quot;{value}&quot;; write the path without &quot;..&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{role}&quot;: {path} does not exist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{role}&quot;: {path} is not a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{role}&quot;: {path} has changed since the run was created.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{role}&quot; is not a role of an input. Did you mean &quot;{near}&quot;?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The input &quot;{role}&quot; is given twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The input &quot;{role}&quot; asks for step {step}; steps begin at 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run of kind {kind} needs the input &quot;{role}&quot;, {meaning}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the length of the run either as &quot;schedule.steps&quot; ({steps}) or as &quot;schedule.tokens&quot; ({tokens}), and leave the other 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The schedule wsd needs &quot;schedule.decay_steps&quot;; it is 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;schedule.decay_steps&quot; is read by the schedule wsd only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The warm-up ({warmup} steps) and the decay ({decay}) are longer than the run ({steps} steps). Shorten them or lengthen the run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;optimizer.min_learning_rate&quot; is {least}, more than &quot;optimizer.learning_rate&quot;, {peak}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;train.device&quot; is &quot;{value}&quot;; it must be cpu, cuda, or cuda:N.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;model.attention_layers&quot; is empty: no layer keeps softmax attention.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;model.attention_layers&quot; names layer {layer}; the teacher has {count} layers, 0…{last}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;model.mixer&quot; is &quot;{value}&quot;; write the name of a mixer, such as &quot;lightning-attn&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A pipeline needs at least one run in &quot;children&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run of kind {kind} has no &quot;children&quot;; a pipeline has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{path}&quot; cannot be a run&apos;s folder. Choose a folder that does not exist yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} lies in the input &quot;{role}&quot;. Choose a folder of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tokenizer has no token for the byte {byte} in &quot;{piece}&quot;, nor an unknown token. Use text of its own alphabet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: &quot;{key}&quot; is missing or not {expected}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: {value} is not a whole number from 0 to {largest}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A text of {size} bytes could not be normalised: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: the &quot;eos_token&quot; &quot;{token}&quot; is not a token of tokenizer.json.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: matching the regex failed: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: the regex exceeded its time budget on a text of {size} bytes. It backtracks without bound; use the tokenizer&apos;s original file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: a pattern of {size} bytes; allowed are 1 to {limit}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: the regex &quot;{pattern}&quot; cannot be used: {reason} (near byte {byte}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A text of {size} bytes is too long to tokenise at once; the limit is {limit}. Split it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text is not valid UTF-8 at byte {byte} (0x{value}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: the normalizer &quot;{type}&quot; is not supported; NFC and none are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: the decoder &quot;{type}&quot; is not supported; ByteLevel is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: truncation: &quot;stride&quot; {stride} must be less than &quot;max_length&quot; {length}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: the added token with the id {id} is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: the added token &quot;{token}&quot; has the id {id}, which collides with the vocabulary or another added token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: the added token &quot;{token}&quot; is listed twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: not an object. Is this a tokenizer.json?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: token &quot;{token}&quot; has the id {id}; allowed are 0 to {largest}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: token &quot;{token}&quot; has the id {id}, which another token already has: &quot;{other}&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: merge #{number} is not two tokens (&quot;a b&quot; or [&quot;a&quot;, &quot;b&quot;]).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: merge #{number} &quot;{left}&quot;+&quot;{right}&quot; uses &quot;{token}&quot;, which is not in the vocabulary.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: merge #{number} &quot;{left}&quot;+&quot;{right}&quot; makes &quot;{token}&quot;, which is not in the vocabulary.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: the model type &quot;{type}&quot; is not supported; byte-level BPE is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: &quot;{key}&quot; is not supported by byte-level BPE.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: &quot;byte_fallback&quot;: true is not supported; every byte is already a character of byte-level BPE.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: &quot;dropout&quot; makes ids random and is not supported. Set it to null.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: the &quot;unk_token&quot; &quot;{token}&quot; is not in the vocabulary.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: unknown &quot;behavior&quot; &quot;{name}&quot; (known: Isolated, Removed, MergedWithPrevious, MergedWithNext, Contiguous).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: more than {limit} steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: the template names the token &quot;{token}&quot;, which is not among its &quot;special_tokens&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: the token &quot;{token}&quot; has the id {id}, which no token has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: the pre-tokenizer &quot;{type}&quot; is not supported; Split and ByteLevel are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: &quot;{type}&quot; after ByteLevel is not supported; ByteLevel must be the last step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place}: there is no ByteLevel step; only byte-level BPE is supported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: the post-processor &quot;{type}&quot; is not supported; ByteLevel and TemplateProcessing are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;{loss}&quot; is not a loss of stage 1; it must be mse or l2norm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data holds token {token} in block {block}; the model knows {count} tokens. Prepare the data with this model&apos;s tokenizer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;model.attention_layers&quot; names layer {layer}; the teacher has {count} layers, numbered from 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot; is {found}; {wanted} is needed here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: tensor &quot;{tensor}&quot; is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: it holds {found} tensors; {wanted} are known here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: &quot;{key}&quot; is missing or is no count.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run of kind {kind} needs the input &quot;{role}&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: its blocks have {found} tokens; &quot;data.context_length&quot; is {wanted}. Prepare the data with --block {wanted}, or change the setting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: it holds no block of text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: its tokenizer has {found} tokens; the model knows {known}. Prepare the data with this model&apos;s tokenizer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}: made with another tokenizer (hash {found}, that of {model} is {wanted}). Prepare the data with this model&apos;s tokenizer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The teacher knows {teacher} tokens and the student {student}; they must be equal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;train.device&quot; is &quot;{device}&quot;; this build trains on the CPU. Set it to cpu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run of kind pipeline is not trained itself; its children are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{run}: the run has no checkpoint yet. Run it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{run}: there is no checkpoint of step {step}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{checkpoint} belongs to another run.json than this run&apos;s. Restore run.json, or start a new run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step {step}: the {what} is not finite (tensor {tensor}, group {group}, data blocks {blocks}); the step was not applied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{run} has checkpoints already. Continue it with: halyard run {run} --resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The process that measures memory ended with {code}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder}: made with another tokenizer (hash {data} vs {tokenizer}). Prepare the data with this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kernels for {name} differ from their definition by {error}; at most {allowed} is allowed. This processor or this build computes wrongly; do not train with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder}: there is no tokenizer.json, so --prompt cannot be read; give --tokenizer or --ids.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder}: the tokenizer gives token {id}, but the model has {vocabulary}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--prompt is empty; give at least one token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give either --prompt or --ids.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: {what}; it must be a list of equally long lists of token ids 0…{last}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The objective align needs a student whose every layer has a linear mixer; this one keeps softmax attention in a layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The student&apos;s layers or hidden size differ from the teacher&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--objective is &quot;{given}&quot;; it must be align, distill, or finetune.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The objective {objective} needs --teacher, a model folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: next-token prediction needs rows of two ids or more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--steps goes with --dry: &quot;--steps 2 --dry&quot; tries two steps and keeps nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: a list of lists of token ids is needed, such as [[1, 2, 3]].</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: row {row} is not a list of at least one token id.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: row {row} has {found} ids and row 0 has {wanted}; all rows must be equally long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file}: row {row} holds {value}; token ids of this model are integers from 0 to {last}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;{key}&quot; is {found}; the teacher has {wanted}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;tie_word_embeddings&quot; differs from the teacher&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source}: &quot;model_type&quot; must be hypenet.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>halyard::views::CheckpointListModel</name>
    <message>
        <source>Step %1, removed to save space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step %1, holds values that are not finite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step %1, %2, %3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>halyard::views::CurveChart</name>
    <message>
        <source>log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logarithmic y axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all (Home)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save this figure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture (PNG)…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawing (SVG)…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers (CSV)…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>halyard::views::CurveLegend</name>
    <message>
        <source>Last and least value, and after │ the value at the cursor. Click a curve to hide or show it, double-click to see it alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Curves and their values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>least %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>halyard::views::EventListModel</name>
    <message>
        <source>%1  %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>halyard::views::ExportPage</name>
    <message>
        <source>Tensors are written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Configuration, tokenizer and model card are written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every tensor is read back and is the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder computes the checkpoint&apos;s logits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Python&apos;s transformers loads it and computes the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Student</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logits scaling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sharpens attention on long texts: none, a number, or two words such as &quot;hype 500&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest file, in GB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the loading code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the model card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No run has a checkpoint yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the run&apos;s own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, the run&apos;s own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs about %1; %2 are free there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 are free there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>halyard::views::FieldEditor</name>
    <message>
        <source>On</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put back %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put back the value of the preset</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>halyard::views::InputsForm</name>
    <message>
        <source>Teacher</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Student from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held-out text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model folder with config.json and weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run whose student goes on, one of its checkpoints, or a model folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder that &quot;halyard data prepare&quot; made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prepared text that is never trained on; the loss on it is measured now and then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder with tokenizer.json; the teacher&apos;s when empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>halyard::views::Inspector</name>
    <message>
        <source>Select something of the project to see what is known of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>halyard::views::LayerHeatmap</name>
    <message>
        <source>Point at a cell to read its value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save this figure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture (PNG)…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawing (SVG)…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers (CSV)…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer %1, step %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer %1, mean of steps %2 – %3: %4</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>halyard::views::LineageTree</name>
    <message>
        <source>What the project holds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stale: an input has changed since.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>halyard::views::NoticesPanel</name>
    <message>
        <source>Notices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1  %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>halyard::views::OverviewPage</name>
    <message>
        <source>Teacher</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model to learn from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Align</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each layer learns its linear form</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The student learns the teacher&apos;s predictions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The student learns longer texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder that other programs load</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held-out loss of the runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What changed lately</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1  %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>halyard::views::QueueBar</name>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is running or waiting.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step %1 / %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loss %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop after this step, with a checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take out of the queue</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>halyard::views::Range</name>
    <message>
        <source>one of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the items of a list</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>above %1 and at most %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at least %1 and at most %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>above %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>halyard::views::ReviewPage</name>
    <message>
        <source>%1 of %2 free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it will need</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try two steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same in a terminal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More than there is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Being reckoned…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the program&apos;s defaults</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the preset &quot;%1&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing differs from %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What differs from %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two steps show whether it fits and how fast it is; nothing of them is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trying two steps…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>halyard::views::RunHeader</name>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Continue from the last checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop after this step, with a checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop now; steps since the last checkpoint are lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clone and edit…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 / %2 steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the events, %1 %</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>halyard::views::RunPage</name>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tokens/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alignment of each layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A zoomed view moves along with the newest step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checkpoints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first checkpoint has not been saved yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Double-click a checkpoint to export it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>held out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gradient norm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n damaged lines of the event log were passed over.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halyard::views::RunWizard</name>
    <message>
        <source>New run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the program&apos;s defaults</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Launch</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>halyard::views::SpecForm</name>
    <message>
        <source>More (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program&apos;s own default.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value of the preset &quot;%1&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>halyard::views::StartPage</name>
    <message>
        <source>Halyard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turns a language model with softmax attention into a hybrid of linear attention and a few layers of softmax: faster and smaller on long texts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See all of it once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The demo trains a small teacher, distills it in three stages, and exports the student. It needs neither a GPU nor a network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run the demo (about 5 minutes)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use my own teacher…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a project…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not there now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take off this list; the folder stays</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>halyard::views::StepList</name>
    <message>
        <source>Steps of the wizard</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
